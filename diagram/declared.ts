import type { Origin } from '../network/topology/origin.ts';
import type { Topology } from '../network/topology/topology.ts';
import type { Declared } from '../network/topology/underlay.ts';
import { boxId } from './content/ids.ts';

/** An object that pictures have boxes of. */
export interface Drawable {
  /** The id of its box, or what the ids of its boxes begin with: pods have one for each node. */
  readonly box: string;
  readonly origin: Origin;
}

/** Everything of a model that some view draws, outer objects before what is in them. */
export function drawables(topology: Topology): readonly Drawable[] {
  const { vpcs, segments, routers, overlays, hosts, clusters } = topology;
  const namespaces = clusters.flatMap((cluster) => cluster.namespaces);
  const gateways = vpcs.flatMap(({ natGateways, internetGateway }) => [...natGateways, ...(internetGateway ? [internetGateway] : [])]); // biome-ignore format: one list
  return [
    ...of('vpc', vpcs),
    ...of('segment', segments),
    ...of('gateway', gateways),
    ...of('router', routers),
    ...of('overlay', overlays),
    ...of('host', hosts),
    ...of('container', hosts.flatMap(({ docker }) => docker?.containers ?? [])), // biome-ignore format: as the others
    ...of('cluster', clusters),
    ...of('node', clusters.flatMap(({ nodes }) => nodes)), // biome-ignore format: as the others
    ...of('namespace', namespaces),
    ...of('service', namespaces.flatMap(({ services }) => services)), // biome-ignore format: as the others
    ...of('ingress', namespaces.flatMap(({ ingresses }) => ingresses)), // biome-ignore format: as the others
    ...namespaces.flatMap(({ workloads }) => workloads.map(({ id, origin }) => ({ box: `pods:${id}@`, origin }))),
  ];
}

function of(kind: Parameters<typeof boxId>[0], objects: readonly Declared[]): Drawable[] {
  return objects.map(({ id, origin }) => ({ box: boxId(kind, id), origin }));
}
