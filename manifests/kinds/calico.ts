import { prefixFamily } from '../../network/address/prefix.ts';
import type { BgpPeer, CalicoSelector, EncapsulationMode, IpPool } from '../../network/topology/cni.ts';
import type { Origin, Sourced } from '../../network/topology/origin.ts';
import type { KubernetesObject } from '../object.ts';
import type { Value } from '../text/value.ts';
import { readCalicoSelector } from './calico-selector.ts';
import { choice, type Reading } from './reading.ts';

/** The groups of Calico's resources: as `calicoctl` and the API server of Calico write them, and as custom resources. */
export const CALICO_GROUPS: readonly string[] = ['projectcalico.org', 'crd.projectcalico.org'];

const MODES: readonly EncapsulationMode[] = ['Never', 'Always', 'CrossSubnet'];

/** Defaults of the IPPool resource: block size 26 (IPv6: 122), no encapsulation, no outgoing NAT. */
export function readIpPool({ name, value, origin }: KubernetesObject, reading: Reading): IpPool {
  const spec = value.get('spec');
  const cidr = reading.prefix(spec?.get('cidr'));
  const ipipMode = spec?.get('ipipMode');
  return {
    id: `${reading.cluster}/${name}`,
    name,
    origin,
    cidr,
    blockSize: spec?.get('blockSize')?.integer() ?? (cidr && prefixFamily(cidr.value) === 6 ? 122 : 26),
    ipipMode: choice(ipipMode, MODES) ?? 'Never',
    ipipModeOrigin: ipipMode?.origin,
    vxlanMode: choice(spec?.get('vxlanMode'), MODES) ?? 'Never',
    natOutgoing: spec?.get('natOutgoing')?.flag() ?? false,
    nodeSelector: selectorOf(spec?.get('nodeSelector')),
    disabled: spec?.get('disabled')?.flag() ?? false,
  };
}

/** What a BGPConfiguration says; only the one named `default` is in force for all nodes. */
export interface BgpSettings {
  readonly name: string;
  readonly nodeToNodeMeshEnabled?: boolean;
  readonly asNumber?: number;
  readonly origin: Origin;
}

/** A BGPConfiguration of Calico, whatever its name. */
export function readBgpConfiguration({ name, value, origin }: KubernetesObject): BgpSettings {
  const spec = value.get('spec');
  return {
    name,
    nodeToNodeMeshEnabled: spec?.get('nodeToNodeMeshEnabled')?.flag(),
    asNumber: spec?.get('asNumber')?.integer(),
    origin,
  };
}

/** A BGPPeer of Calico; without selectors and node it is one of all nodes. */
export function readBgpPeer({ name, value, origin }: KubernetesObject, reading: Reading): BgpPeer {
  const spec = value.get('spec');
  const node = spec?.get('node')?.sourced();
  return {
    id: `${reading.cluster}/${name}`,
    name,
    origin,
    nodeSelector: selectorOf(spec?.get('nodeSelector')),
    peerSelector: selectorOf(spec?.get('peerSelector')),
    node: node && { ...node, value: `${reading.cluster}/${node.value}` },
    peerIP: reading.address(spec?.get('peerIP')),
    asNumber: spec?.get('asNumber')?.integer(),
  };
}

/** What Calico's own Node adds to the Kubernetes node of the same name. */
export interface CalicoNode {
  readonly name: string;
  readonly routeReflectorClusterID?: Sourced<string>;
}

/** A Node of Calico's own API. */
export function readCalicoNode({ name, value }: KubernetesObject): CalicoNode {
  return { name, routeReflectorClusterID: value.at('spec', 'bgp', 'routeReflectorClusterID')?.sourced() };
}

function selectorOf(value: Value | undefined): CalicoSelector | undefined {
  const text = value?.text();
  return text === undefined || text === '' ? undefined : readCalicoSelector(text);
}
