import type { Cluster } from '../network/topology/cluster.ts';
import type { Origin } from '../network/topology/origin.ts';
import type { Topology } from '../network/topology/topology.ts';
import type { Declared } from '../network/topology/underlay.ts';
import type { Namespace } from '../network/topology/workload.ts';
import { type BoxName, parseBoxId } from './content/ids.ts';

/** Where the object behind a box of {@link buildGraph}'s graph is declared; undefined when the model has it no more. */
export function originOfBox(topology: Topology, id: string): Origin | undefined {
  const name = parseBoxId(plain(id));
  return candidates(topology, name).find((one) => one.id === wanted(name))?.origin;
}

/** A group leads to its first member, a range (`vpc:shop 10.0.0.0/8`) and what is free in it to what it belongs to. */
const plain = (id: string) => id.replace(/^group:\d+:/, '').replace(/ .*$/, '');

/** The rest of a node's pods has no declaration of its own: it leads to the node. */
const wanted = ({ kind, id, node = '' }: BoxName) => (kind === 'pods' && id === '' ? node : id);

function candidates(topology: Topology, { kind, id }: BoxName): readonly Declared[] {
  const namespaced = (list: (namespace: Namespace) => readonly Declared[]) =>
    topology.clusters.flatMap(({ namespaces }) => namespaces.flatMap(list));
  switch (kind) {
    case 'vpc':
      return topology.vpcs;
    case 'segment':
      return topology.segments;
    case 'overlay':
      return topology.overlays;
    case 'router':
      return topology.routers;
    case 'host':
      return topology.hosts;
    case 'container':
      return topology.hosts.flatMap(({ docker }) => docker?.containers ?? []);
    case 'gateway':
      return topology.vpcs.flatMap((vpc) => [
        ...vpc.natGateways,
        ...(vpc.internetGateway ? [vpc.internetGateway] : []),
      ]);
    case 'cluster':
      return topology.clusters;
    case 'namespace':
      return topology.clusters.flatMap(({ namespaces }) => namespaces);
    case 'node':
      return nodes(topology);
    case 'pods':
      return id === '' ? nodes(topology) : namespaced(({ workloads }) => workloads);
    case 'service':
      return namespaced(({ services }) => services);
    case 'ingress':
      return namespaced(({ ingresses }) => ingresses);
    case 'internet':
    case 'free':
      return [];
  }
}

const nodes = ({ clusters }: Topology) => clusters.flatMap((cluster: Cluster) => cluster.nodes);
