import { Reachability } from '../../network/reachability/reachability.ts';
import type { Connection, Peer } from '../../network/reachability/result.ts';
import type { Allocate } from '../../network/topology/allocation.ts';
import type { Cluster } from '../../network/topology/cluster.ts';
import { matches } from '../../network/topology/selector.ts';
import type { Topology } from '../../network/topology/topology.ts';
import type { Namespace, Workload } from '../../network/topology/workload.ts';
import type { Box, Edge, Graph } from '../graph.ts';
import { podsOf, workloadBox, workloadId } from './workloads.ts';

/** In which directions policies isolate a workload. */
interface Isolation {
  readonly in: boolean;
  readonly out: boolean;
}

/** Beyond so many lines a picture is a tangle; `knet reach` lists them all. */
const MOST_LINES = 400;

/**
 * What NetworkPolicies leave: workloads that are isolated, marked, and whom each of them may still talk to. What no policy
 * is about may talk to everybody, which no line says.
 */
export function policyGraph(topology: Topology, allocate: Allocate): Graph {
  const several = topology.clusters.length > 1;
  const parts = topology.clusters.map((cluster, accent) => clusterPart(cluster, allocate, accent, several));
  return { boxes: parts.flatMap(({ boxes }) => boxes), edges: parts.flatMap(({ edges }) => edges), columns: [] };
}

function clusterPart(cluster: Cluster, allocate: Allocate, accent: number, several: boolean): Graph {
  const isolated = new Map<string, Isolation>();
  for (const namespace of cluster.namespaces) mark(namespace, isolated);
  if (isolated.size === 0) return { boxes: [], edges: [] };
  const edges = linesOf(cluster, allocate, isolated);
  const joined = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const workloads = cluster.namespaces.flatMap((namespace) => namespace.workloads);
  const shown = workloads.filter((one) => isolated.has(one.id) || joined.has(workloadId(one)));
  const boxes = shown.map((one): Box => {
    const label = several ? one.id : `${one.namespace}/${one.name}`;
    return { ...workloadBox(one, podsOf(one, cluster), accent, words(isolated.get(one.id))), label };
  });
  return { boxes, edges };
}

/** In which directions a policy isolates each workload. */
function mark({ workloads, policies }: Namespace, isolated: Map<string, Isolation>): void {
  for (const workload of workloads) {
    const own = policies.filter(({ podSelector, broken }) => !broken && matches(podSelector, workload.labels));
    const types = new Set(own.flatMap(({ policyTypes }) => policyTypes));
    if (types.size > 0 && !workload.hostNetwork)
      isolated.set(workload.id, { in: types.has('Ingress'), out: types.has('Egress') });
  }
}

function words(isolation: Isolation | undefined): string | undefined {
  return isolation && `isolated ${[...(isolation.in ? ['in'] : []), ...(isolation.out ? ['out'] : [])].join(' and ')}`;
}

/** Into what is isolated from others, and out of what is isolated towards them. */
function linesOf(cluster: Cluster, allocate: Allocate, isolated: ReadonlyMap<string, Isolation>): Edge[] {
  const podAddresses = (workload: Workload) =>
    allocate(cluster)
      .pods(workload)
      .map(({ addresses }) => addresses);
  const engine = new Reachability(cluster, { ipBlockPods: 'include', podAddresses });
  const implicit = new Set(
    cluster.namespaces.flatMap((one) => one.workloads.filter((own) => own.implicit)).map(workloadId),
  );
  const lines: Edge[] = [];
  for (const connection of engine.connections()) {
    const edge = lineOf(connection, isolated);
    // CoreDNS may be talked to by everybody; a line from each would hide the others.
    if (edge && !implicit.has(edge.from) && !implicit.has(edge.to)) lines.push(edge);
    if (lines.length === MOST_LINES) break;
  }
  return lines;
}

function lineOf(
  { source, destination, ports }: Connection,
  isolated: ReadonlyMap<string, Isolation>,
): Edge | undefined {
  const [from, to] = [idOf(source), idOf(destination)];
  if (from === undefined || to === undefined || !(isolated.get(to)?.in || isolated.get(from)?.out)) return undefined;
  const ends = [workloadId({ id: from }), workloadId({ id: to })] as const;
  const label = labelOf(ports);
  return { id: `${ends[0]} ${ends[1]}`, from: ends[0], to: ends[1], kind: 'routes', label };
}

const idOf = (peer: Peer) => (peer.kind === 'workload' ? peer.id : undefined);

type Span = Connection['ports'][number];

/** As many ports as a line has room for, else how many ranges there are. */
function labelOf(ports: readonly Span[]): string {
  if (ports.length === PROTOCOLS && ports.every(isWhole)) return 'all ports';
  return ports.length <= 2 ? ports.map(portWords).join(', ') : `${ports.length} port ranges`;
}

/** TCP, UDP and SCTP. */
const PROTOCOLS = 3;

const isWhole = ({ from, to }: Span): boolean => from <= 1 && to === 65_535;

function portWords(span: Span): string {
  const { protocol, from, to } = span;
  if (isWhole(span)) return `all ${protocol}`;
  return `${from === to ? from : `${from}–${to}`}/${protocol}`;
}
