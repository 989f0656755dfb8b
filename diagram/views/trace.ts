import { internetSegment } from '../../network/machines/internet.ts';
import type { Network } from '../../network/machines/network.ts';
import { indexById } from '../../network/topology/by-id.ts';
import type { Topology } from '../../network/topology/topology.ts';
import type { Workload } from '../../network/topology/workload.ts';
import type { Hop } from '../../network/trace/result.ts';
import { boxId, INTERNET, podsId, restId } from '../content/ids.ts';
import { internetBox } from '../content/underlay.ts';
import type { Box, Graph } from '../graph.ts';
import { shownIds } from '../summary/ids.ts';

/** Where a packet is in a picture of the topology. */
export interface Stations {
  /** The box that a hop is in, or the nearest around it; undefined where the picture has neither. */
  boxOf(hop: Pick<Hop<unknown>, 'kind' | 'namespace'>): string | undefined;
  /** The box that is shown for one with this id; undefined where there is none. */
  shown(id: string): string | undefined;
  /** The line between two boxes, or between what they lie in. */
  edgeBetween(from: string, to: string): string | undefined;
}

/** Everybody outside has a box, though nothing that is declared leads there: a packet may. */
export function withInternet(graph: Graph): Graph {
  return graph.boxes.some(({ id }) => id === INTERNET) ? graph : { ...graph, boxes: [...graph.boxes, internetBox] };
}

/**
 * Finds the hops of a trace in a picture, folded or not. A hop tells how its namespace is called; which object that is, the
 * network knows, which has built it for the trace.
 */
export function stationsOf(graph: Graph, network: Network): Stations {
  const shown = shownIds(graph.boxes);
  const around = chains(graph.boxes);
  const keys = keysByName(network);
  const boxOf: Stations['boxOf'] = ({ kind, namespace }) => {
    const known = kind === 'segment' ? [`segment:${namespace}`] : (keys.get(`${kind} ${namespace}`) ?? []);
    const candidates = known.flatMap((key) => boxesOfKey(network.topology, network, key));
    return candidates.map((id) => shown.get(id)).find((id) => id !== undefined);
  };
  const edgeBetween: Stations['edgeBetween'] = (from, to) => {
    const [here, there] = [around.get(from) ?? [], around.get(to) ?? []];
    const leads = (end: string, around: readonly string[], other: readonly string[]) =>
      around.includes(end) && !other.includes(end);
    const joins = (a: string, b: string) => leads(a, here, there) && leads(b, there, here);
    return graph.edges.find((edge) => joins(edge.from, edge.to) || joins(edge.to, edge.from))?.id;
  };
  return { boxOf, shown: (id) => shown.get(id), edgeBetween };
}

function keysByName(network: Network): Map<string, string[]> {
  const keys = new Map<string, string[]>();
  for (const key of network.built()) {
    const { kind, name } = network.namespace(key)!;
    const same = keys.get(`${kind} ${name}`);
    if (same) same.push(key);
    else keys.set(`${kind} ${name}`, [key]);
  }
  return keys;
}

/** Boxes that stand for the namespace with a key (see `network/machines/keys.ts`), the most fitting first. */
function boxesOfKey(topology: Topology, network: Network, key: string): string[] {
  const cut = key.indexOf(':');
  const id = key.slice(cut + 1);
  const upTo = (sign: string) => id.slice(0, id.lastIndexOf(sign));
  switch (key.slice(0, cut)) {
    case 'pod':
      return boxesOfPod(topology, network, id);
    case 'container':
      return [boxId('container', id), boxId('host', upTo('/'))];
    case 'overlay':
      return [boxId('host', upTo('/'))];
    case 'gateway':
      return [boxId('segment', id)];
    case 'stranger':
      return [boxId('segment', upTo('/'))];
    case 'nat':
      return [boxId('gateway', id), ...vpcOfGateway(topology, id)];
    case 'igw':
      return [...internetGatewayOf(topology, id), boxId('vpc', id)];
    case 'lb':
      return boxesOfBalancer(topology, id);
    case 'internet':
      return [INTERNET];
    case 'segment':
      return id === internetSegment(topology).id ? [INTERNET] : [key];
    default:
      return [key];
  }
}

/** A pod beyond those that are drawn, and one that knet adds by itself, are in their node. */
function boxesOfPod(topology: Topology, network: Network, id: string): string[] {
  const { workloads } = indexById(topology);
  const workload = workloads.get(id) ?? workloads.get(id.replace(/-\d+$/, ''));
  const node = workload && nodeOfPod(topology, network, workload, id);
  return workload && node ? [podsId(workload.id, node), restId(node), boxId('node', node)] : [];
}

function nodeOfPod(topology: Topology, network: Network, workload: Workload, id: string): string | undefined {
  const cluster = indexById(topology).clusters.get(workload.cluster);
  const index = id === workload.id ? 0 : Number(id.slice(workload.id.length + 1));
  return cluster && network.allocate(cluster).pod(workload, index)?.node.id;
}

const vpcOfGateway = ({ vpcs }: Topology, gateway: string) =>
  vpcs.filter(({ natGateways }) => natGateways.some(({ id }) => id === gateway)).map(({ id }) => boxId('vpc', id));

const internetGatewayOf = (topology: Topology, vpc: string) => {
  const gateway = indexById(topology).vpcs.get(vpc)?.internetGateway;
  return gateway ? [boxId('gateway', gateway.id)] : [];
};

/** `service demo/default/web 0`: a load balancer is its Service or Ingress, whichever zone it is in. */
function boxesOfBalancer(topology: Topology, id: string): string[] {
  const [, kind, owner = ''] = /^(service|ingress) (.*) \d+$/.exec(id) ?? [];
  if (kind !== 'service' && kind !== 'ingress') return [];
  const { services, ingresses } = indexById(topology);
  const cluster = (kind === 'service' ? services : ingresses).get(owner)?.cluster;
  return [boxId(kind, owner), ...(cluster === undefined ? [] : [boxId('cluster', cluster)])];
}

/** Each box's id with those of all boxes around it. */
function chains(boxes: readonly Box[]): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  const enter = (box: Box, outer: readonly string[]) => {
    const own = [box.id, ...outer];
    found.set(box.id, own);
    for (const child of box.children) enter(child, own);
  };
  for (const box of boxes) enter(box, []);
  return found;
}
