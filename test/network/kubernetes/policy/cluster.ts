import { createNetwork } from '../../../../network/machines/create.ts';
import type { Network } from '../../../../network/machines/network.ts';
import { policyHooks } from '../../../../network/machines/policies.ts';
import { allocator } from '../../../../network/topology/allocate.ts';
import type { Topology } from '../../../../network/topology/topology.ts';
import { topologyOf } from '../../../support/examples.ts';
import type { Check, State } from './cases.ts';

const NAMESPACES = ['x', 'y', 'z'] as const;
const PODS = ['a', 'b', 'c'] as const;
const ADDRESSES: Readonly<Record<string, string>> = { x: '0.1', y: '1.1', z: '2.1' };
const PORTS = [80, 81].flatMap((port) =>
  ['TCP', 'UDP', 'SCTP'].map((protocol) => `port serve-${port}-${protocol.toLowerCase()} ${port}/${protocol}`),
);

/** Every ordered pair of different pods (`x/a`): a pod always reaches itself. */
export const PAIRS = pods().flatMap((from) => pods().flatMap((to) => (from === to ? [] : [[from, to] as const])));

function pods(): string[] {
  return NAMESPACES.flatMap((namespace) => PODS.map((pod) => `${namespace}/${pod}`));
}

/** The three namespaces with the labels and policies of a state; pods a and b of each on one node, c on another. */
export function textOf({ policies, labels = {} }: Pick<State, 'policies' | 'labels'>, cni = 'flannel { }'): string {
  const more = (name: string) => (labels[name] ? ` ${labels[name]}` : '');
  const podText = (namespace: string, pod: string, index: number) =>
    `pod ${pod} { on n${nodeOf(namespace, pod)}  ip 10.244.${addressOf(namespace, pod, index)}  labels pod=${pod}${more(`${namespace}/${pod}`)}\n${PORTS.join('\n')} }`;
  const namespaces = NAMESPACES.map(
    (name) =>
      `namespace ${name} { labels ns=${name}${more(name)}\n${PODS.map((pod, i) => podText(name, pod, i)).join('\n')}\n${policies[name] ?? ''} }`,
  );
  return `network lan { cidr 192.168.10.0/24  gateway 192.168.10.1 }
cluster lab {
  podCIDR 10.244.0.0/16
  serviceCIDR 10.96.0.0/12
  cni ${cni}
  node n1 { in lan  ip 192.168.10.11  podCIDR 10.244.0.0/24 }
  node n2 { in lan  ip 192.168.10.12  podCIDR 10.244.1.0/24 }
  node n3 { in lan  ip 192.168.10.13  podCIDR 10.244.2.0/24 }
  ${namespaces.join('\n')}
}`;
}

function nodeOf(namespace: string, pod: string): number {
  const home = NAMESPACES.indexOf(namespace as 'x');
  return ((pod === 'c' ? home + 1 : home) % 3) + 1;
}

function addressOf(namespace: string, pod: string, index: number): string {
  const range = ADDRESSES[NAMESPACES[nodeOf(namespace, pod) - 1]!]!;
  return `${range}${pod === 'c' ? 5 : index + 1}`;
}

/** A network whose nodes enforce policies whatever their CNI says: the hook is tried without any particular plugin. */
export async function enforcingNetwork(text: string, answer: 'DROP' | 'REJECT' = 'DROP'): Promise<Network> {
  return enforce(await topologyOf(text), answer);
}

export function enforce(topology: Topology, answer: 'DROP' | 'REJECT' = 'DROP'): Network {
  const allocate = allocator(topology);
  const mutate = Object.fromEntries(
    topology.clusters.flatMap((cluster) => {
      const hook = policyHooks(cluster, allocate(cluster), { answer });
      return cluster.nodes.map((node) => [
        `node:${node.id}`,
        (namespace: Parameters<NonNullable<typeof hook>>[1]) => hook?.(node, namespace),
      ]);
    }),
  );
  return createNetwork(topology, allocate, { mutate });
}

/** Whether a check says that traffic from one pod to another is denied. */
export function isDenied({ denied, but = [] }: Check, from: string, to: string): boolean {
  const isOf = (pattern: string) => {
    const [source = '', destination = ''] = pattern.split(' -> ');
    return means(source, from) && means(destination, to);
  };
  return denied.some(isOf) && !but.some(isOf);
}

function means(pattern: string, pod: string): boolean {
  return pattern === '*' || pattern === pod || pod.startsWith(`${pattern}/`);
}
