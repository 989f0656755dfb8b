import type { Node } from '../../network/topology/cluster.ts';
import type { KubernetesObject } from '../object.ts';
import { annotationOf, labelsOf } from './labels.ts';
import type { Reading } from './reading.ts';

/** A Node of v1. In which network it stands nobody says here: that is for a `.knet` file. */
export function readNode({ name, value, origin }: KubernetesObject, reading: Reading): Node {
  const spec = value.get('spec');
  const addresses = value.at('status', 'addresses')?.items() ?? [];
  const ofType = (type: string) =>
    reading.addresses(
      addresses.filter((one) => one.get('type')?.text() === type).flatMap((one) => one.get('address') ?? []),
    );
  const ranges = spec?.get('podCIDRs')?.items() ?? [];
  const range = spec?.get('podCIDR');
  const internal = ofType('InternalIP');
  const labels = labelsOf(value.get('metadata'));
  const reflector = annotationOf(value.get('metadata'), 'projectcalico.org/RouteReflectorClusterID');
  return {
    id: `${reading.cluster}/${name}`,
    name,
    origin,
    cluster: reading.cluster,
    nics: internal.length > 0 ? [{ name: 'eth0', origin, addresses: internal, down: false }] : [],
    publicAddresses: ofType('ExternalIP'),
    routes: [],
    sysctls: {},
    securityGroups: [],
    podCIDRs: reading.prefixes(ranges.length > 0 ? ranges : range ? [range] : []),
    labels,
    ipBlocks: [],
    ...(reflector !== undefined && { routeReflectorClusterID: { value: reflector, origin } }),
    bgpStopped: false,
  };
}
