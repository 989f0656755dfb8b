import { createNetwork } from '../../machines/create.ts';
import type { Network } from '../../machines/network.ts';
import type { Allocate, Placement } from '../../topology/allocation.ts';
import type { Cluster, Node } from '../../topology/cluster.ts';
import { NOWHERE } from '../../topology/origin.ts';
import type { Endpoint, Expect, ProbeOptions } from '../../topology/question.ts';
import type { Topology } from '../../topology/topology.ts';
import { type Judgement, judge } from '../../trace/expect.ts';
import type { Check, CheckContext } from '../diagnostic.ts';
import { diagnostic, type Found } from '../support/place.ts';
import { pluggedIn } from '../support/plugged-in.ts';

/**
 * Every Pod reaches every other, and every node every Pod, without NAT. A packet is followed for each two kinds of nodes,
 * so the cost grows with the kinds and not with the nodes. `explains` are the checks that would say it more exactly.
 */
export function k8sModel(explains: readonly Check[]): Check {
  return {
    code: 'K8S-MODEL',
    severity: 'error',
    summary: 'A Pod or a node that does not reach a Pod without NAT',
    slow: true,
    *run(context) {
      const { topology, stop } = context;
      const network = withoutPolicies(context);
      for (const cluster of topology.clusters) {
        if (stop()) return;
        const found = broken(network, context.allocate, cluster, stop);
        if (!found || isExplained(explains, context)) continue;
        yield diagnostic(this, found);
      }
    },
  };
}

/** Policies deny on purpose. Allocation knows the clusters as they were written. */
function withoutPolicies({ topology, allocate }: CheckContext): Network {
  const written = new Map<Cluster, Cluster>();
  const clusters = topology.clusters.map((cluster) => {
    if (!cluster.otherPolicies && cluster.namespaces.every(({ policies }) => policies.length === 0)) return cluster;
    const open = {
      ...cluster,
      namespaces: cluster.namespaces.map((one) => ({ ...one, policies: [] })),
      otherPolicies: [],
    };
    written.set(open, cluster);
    return open;
  });
  const plain: Topology = written.size === 0 ? topology : { ...topology, clusters };
  return createNetwork(plain, (cluster) => allocate(written.get(cluster) ?? cluster));
}

function isExplained(checks: readonly Check[], context: CheckContext): boolean {
  return checks.some((check) => !check.run(context)[Symbol.iterator]().next().done);
}

/** So many kinds of nodes are looked at; a cluster has a few. */
const KINDS = 8;

function broken(network: Network, allocate: Allocate, cluster: Cluster, stop: () => boolean): Found | undefined {
  const kinds = kindsOf(cluster, allocate).slice(0, KINDS);
  for (const from of kinds) {
    for (const to of kinds) {
      for (const [source, target] of pairs(from, to)) {
        if (stop()) return undefined;
        const found = source.node === target.node ? undefined : judged(network, nodeEnd(source.node), target);
        const judgement = found ?? (source === target ? undefined : judged(network, podEnd(source), target));
        if (judgement) return told(cluster, judgement, source.node, target.node);
      }
    }
  }
  return undefined;
}

/** Pods of one kind of nodes to those of another; of one kind, on two nodes and on one and the same. */
function* pairs(from: Kind, to: Kind): Generator<readonly [Placement, Placement]> {
  const target = from === to ? to.pods.find(({ node }) => node !== from.pods[0]!.node) : to.pods[0];
  if (target) yield [from.pods[0]!, target];
  const beside = from === to ? from.beside : undefined;
  if (beside) yield [from.pods[0]!, beside];
}

interface Kind {
  /** One Pod on each of two nodes. */
  readonly pods: Placement[];
  /** Another Pod on the node of the first. */
  readonly beside?: Placement;
}

/** Nodes that a packet cannot tell apart; those of a group are declared in one breath. Only such as have Pods. */
function kindsOf(cluster: Cluster, allocate: Allocate): readonly Kind[] {
  const allocation = allocate(cluster);
  const kinds = new Map<string, { pods: Placement[]; beside?: Placement }>();
  for (const node of cluster.nodes) {
    const key = node.group === undefined ? keyOf(node) : `group ${node.group}`;
    const kind = kinds.get(key) ?? { pods: [] };
    kinds.set(key, kind);
    if (kind.pods.length === 2) continue;
    const { all, hostNetwork } = allocation.podCountOn(node.id);
    if (all === hostNetwork) continue;
    const own = allocation.podsOn(node.id).filter(({ workload }) => !workload.hostNetwork);
    // A reader knows the Pods that are written better than knet's own.
    const [pod, beside] = own.sort((a, b) => Number(a.workload.implicit) - Number(b.workload.implicit));
    if (kind.pods.length === 0) kind.beside = beside;
    if (pod) kind.pods.push(pod);
  }
  return [...kinds.values()].filter(({ pods }) => pods.length > 0);
}

function keyOf(node: Node): string {
  const { labels, bgpStopped, routeReflectorClusterID } = node;
  return JSON.stringify([pluggedIn(node), labels, bgpStopped, routeReflectorClusterID?.value]);
}

function podEnd({ workload, index }: Placement): Endpoint {
  return { kind: 'pod', workload: workload.id, index, origin: NOWHERE };
}

function nodeEnd({ id }: Node): Endpoint {
  return { kind: 'node', id, origin: NOWHERE };
}

/**
 * Why the packet does not arrive as it should; undefined when it does, or when that is not known. A ping stands for every
 * protocol, but where a filter stops it: what may pass there is a question of protocol and port, so those of the Pod are asked.
 */
function judged(network: Network, from: Endpoint, target: Placement): Judgement | undefined {
  const ping = failed(network, from, target, { protocol: 'ICMP' });
  if (ping?.result?.paths[0]?.disposition !== 'DENIED_BY_FILTER') return ping;
  const { ports } = target.workload;
  for (const { protocol, port } of ports.length > 0 ? ports.slice(0, PORTS) : [ANY_PORT]) {
    const found = failed(network, from, target, { protocol, port });
    if (found && found.result?.paths[0]?.disposition !== 'NO_LISTENER') return found;
  }
  return undefined;
}

/** So many ports of a Pod are asked for. */
const PORTS = 4;

/** Where a Pod says none: whether somebody listens does not matter. */
const ANY_PORT = { protocol: 'TCP', port: 8080 } as const;

function failed(network: Network, from: Endpoint, target: Placement, probe: ProbeOptions): Judgement | undefined {
  const expect: Expect = { from, to: podEnd(target), can: true, withoutNAT: true, probe, origin: NOWHERE };
  const judgement = judge(network, expect);
  return judgement.verdict === 'fails' ? judgement : undefined;
}

function told({ name, nodes }: Cluster, { reason, result }: Judgement, source: Node, target: Node): Found {
  const path = result?.paths[0];
  const last = (path?.reply ?? path?.forward)?.at(-1);
  const where = nodes.find((node) => last?.kind === 'node' && node.name === last.namespace) ?? source;
  const between = source === target ? `on node ${source.name}` : `from node ${source.name} to node ${target.name}`;
  const others = [...new Set([source, target])].filter((node) => node !== where);
  return {
    message: `The Kubernetes network model does not hold in cluster ${name}, ${between}: ${reason}`,
    origin: where.origin,
    related: others.map((node) => ({ origin: node.origin, message: `Node ${node.name}` })),
  };
}
