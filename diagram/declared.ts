import type { Origin } from '../network/topology/origin.ts';
import type { Topology } from '../network/topology/topology.ts';
import type { Declared } from '../network/topology/underlay.ts';
import { boxId } from './content/ids.ts';
import type { BoxKind } from './graph.ts';

/** An object that pictures have boxes of. */
export interface Drawable {
  /** The id of its box, or what the ids of its boxes begin with: pods have one for each node. */
  readonly box: string;
  readonly origin: Origin;
}

/** Kinds of boxes that stand for what somebody has declared, outer ones before what is in them. */
const KINDS = [
  'vpc',
  'segment',
  'gateway',
  'router',
  'overlay',
  'host',
  'container',
  'cluster',
  'node',
  'namespace',
  'service',
  'ingress',
  'pods',
] as const satisfies readonly BoxKind[];

type DeclaredKind = (typeof KINDS)[number];

/** False for what nobody declares, such as the Internet. */
export const isDeclaredKind = (kind: BoxKind): kind is DeclaredKind => KINDS.some((one) => one === kind);

/** Everything of a model that some view draws, outer objects before what is in them. */
export function drawables(topology: Topology): readonly Drawable[] {
  return KINDS.flatMap((kind) =>
    declaredOf(topology, kind).map(({ id, origin }) => ({
      box: kind === 'pods' ? `pods:${id}@` : boxId(kind, id),
      origin,
    })),
  );
}

/** What is declared of the objects that boxes of a kind stand for; pods are declared by their workloads. */
export function declaredOf(topology: Topology, kind: DeclaredKind): readonly Declared[] {
  const { vpcs, segments, routers, overlays, hosts, clusters } = topology;
  const namespaces = () => clusters.flatMap((cluster) => cluster.namespaces);
  switch (kind) {
    case 'vpc':
      return vpcs;
    case 'segment':
      return segments;
    case 'gateway':
      return vpcs.flatMap(({ natGateways, internetGateway: own }) => [...natGateways, ...(own ? [own] : [])]);
    case 'router':
      return routers;
    case 'overlay':
      return overlays;
    case 'host':
      return hosts;
    case 'container':
      return hosts.flatMap(({ docker }) => docker?.containers ?? []);
    case 'cluster':
      return clusters;
    case 'node':
      return clusters.flatMap(({ nodes }) => nodes);
    case 'namespace':
      return namespaces();
    case 'service':
      return namespaces().flatMap(({ services }) => services);
    case 'ingress':
      return namespaces().flatMap(({ ingresses }) => ingresses);
    case 'pods':
      return namespaces().flatMap(({ workloads }) => workloads);
  }
}
