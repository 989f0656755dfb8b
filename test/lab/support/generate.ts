import { type Fault, faultOf } from './faults.ts';
import { type Chance, chance } from './random.ts';

/** Backends of flannel as they are written, and the bytes that each adds. */
export const BACKENDS = {
  vxlan: { text: 'vxlan', overhead: 50 },
  direct: { text: 'vxlan { DirectRouting }', overhead: 50 },
  'other-port': { text: 'vxlan { VNI 4097  Port 4789 }', overhead: 50 },
  'host-gw': { text: 'host-gw', overhead: 0 },
  udp: { text: 'udp', overhead: 28 },
  alivpc: { text: 'alivpc', overhead: 0 },
} as const;

/** How many models are held against the kernel in CI. */
export const COUNT = 100;

export type BackendName = keyof typeof BACKENDS;

export interface GeneratedNode {
  readonly name: string;
  readonly subnet: number;
  readonly pods: readonly string[];
}

/** A model made by chance. `seed` alone decides; the same seed gives the same text. */
export interface Generated {
  readonly seed: number;
  readonly backend: BackendName;
  readonly fault?: string;
  readonly text: string;
}

/** Two to six nodes on one or two subnets, any backend, MTU edges, and a fault in a third of them. */
export function generate(seed: number): Generated {
  const by = chance(seed * 7919 + 17);
  const backend = by.pick(Object.keys(BACKENDS) as BackendName[]);
  const subnets = by.oneIn(2) ? 2 : 1;
  const inVpc = backend === 'alivpc';
  const mtu = inVpc ? 1500 : by.pick([1500, 1500, 1500, 1400, 9000]);
  const nodes = Array.from({ length: 2 + by.below(5) }, (_, index) => node(by, index, subnets));
  const fault = seed % 3 === 0 ? faultOf(by, nodes, subnets, inVpc) : undefined;
  const podMtu = mtu - BACKENDS[backend].overhead;
  const text = [
    `// Generated, seed ${seed}: ${backend}, ${subnets} subnet${subnets > 1 ? 's' : ''}, MTU ${mtu}${fault ? `, fault: ${fault.name}` : ''}`,
    ...(inVpc ? vpc(nodes, subnets, fault) : underlay(by, subnets, mtu)),
    'cluster lab {',
    '  podCIDR 10.244.0.0/16',
    `  cni flannel { backend ${BACKENDS[backend].text}${by.oneIn(5) ? '  hairpinMode false' : ''}${by.oneIn(6) ? '  ipMasq false' : ''} }`,
    ...nodes.map((one, index) => nodeText(one, index, inVpc ? 'cloud/lan' : 'lan', fault)),
    '  namespace default {',
    ...nodes.flatMap(podTexts),
    '  }',
    '}',
    ...Array.from({ length: 8 }, (_, index) => question(by, nodes, podMtu, mtu, index < 4 ? fault?.node : undefined)),
  ].join('\n');
  return { seed, backend, fault: fault?.name, text: `${text}\n` };
}

export function node(by: Chance, index: number, subnets: number): GeneratedNode {
  const name = `n${index + 1}`;
  const pods = Array.from({ length: 1 + by.below(2) }, (_, pod) => `${name}-${'abc'[pod]}`);
  return { name, subnet: index < subnets ? index : by.below(subnets), pods };
}

/** The way out is a router, or on one subnet sometimes a host. */
export function underlay(by: Chance, subnets: number, mtu: number): readonly string[] {
  const lans = Array.from({ length: subnets }, (_, index) => {
    return `network lan${index} { cidr 192.168.${index}.0/24  gateway 192.168.${index}.1${mtu === 1500 ? '' : `  mtu ${mtu}`} }`;
  });
  const hosts = ['host ext { in lan0  ip 192.168.0.200  listen 443/TCP }'];
  if (subnets === 1 && by.oneIn(2)) return [...lans, ...hosts, 'host gw { in lan0  ip 192.168.0.1 }'];
  return [...lans, ...hosts, `router core { connects ${subnets === 2 ? 'lan0 lan1' : 'lan0'} }`];
}

/** The nodes' VPC, with the entry of the faulty node's range missing where that is the fault. */
function vpc(nodes: readonly GeneratedNode[], subnets: number, fault: Fault | undefined): readonly string[] {
  const vSwitches = Array.from(
    { length: subnets },
    (_, index) => `  vSwitch lan${index} { cidr 192.168.${index}.0/24 }`,
  );
  const lost = nodes.findIndex(({ name }) => name === fault?.node);
  const missing = fault?.lostEntry ? [`  routeTable main { missing 10.244.${lost}.0/24 }`] : [];
  return [
    'vpc cloud {',
    '  provider alibaba',
    '  cidr 192.168.0.0/16',
    ...vSwitches,
    ...missing,
    '}',
    'host ext { in cloud/lan0  ip 192.168.0.200  listen 443/TCP }',
  ];
}

function nodeText({ name, subnet }: GeneratedNode, index: number, lan: string, fault: Fault | undefined): string {
  const here = fault?.node === name ? fault : undefined;
  const card = `in ${lan}${subnet}  ip 192.168.${subnet}.${11 + index * 7}${here?.nic ? `  ${here.nic}` : ''}`;
  return `  node ${name} { nic eth0 { ${card} }  podCIDR 10.244.${index}.0/24${here?.text ? `  ${here.text}` : ''} }`;
}

export function podTexts({ name, pods }: GeneratedNode): readonly string[] {
  return pods.map((pod, index) => `    pod ${pod} { on ${name}${index === 0 ? '  port 80/TCP  port 53/UDP' : ''} }`);
}

/**
 * Pods, nodes and a host ask each other, with sizes at the edges of the MTUs, few hops to live, and open and closed ports.
 * With a node that has a fault named, it or one of its pods is an end.
 */
export function question(
  by: Chance,
  nodes: readonly GeneratedNode[],
  podMtu: number,
  mtu: number,
  faulty?: string,
): string {
  const pod = (among = nodes) => `default/${by.pick(by.pick(among).pods)}`;
  const machine = () => (by.oneIn(3) ? 'ext' : by.pick(nodes).name);
  const troubled = nodes.filter(({ name }) => name === faulty);
  const one = troubled.length === 0 ? undefined : by.oneIn(4) ? troubled[0]!.name : pod(troubled);
  const from = one ?? (by.oneIn(4) ? machine() : pod());
  const ends = Array.from({ length: 20 }, () => (by.oneIn(4) ? machine() : pod()));
  const to = ends.find((end) => end !== from) ?? 'ext';
  const [a, b] = one && by.oneIn(2) ? [to, from] : [from, to];
  return `trace ${a} -> ${b}${probe(by, podMtu, mtu)}`;
}

function probe(by: Chance, podMtu: number, mtu: number): string {
  const size = by.pick([podMtu - 1, podMtu, podMtu + 1, mtu, mtu + 1, podMtu + 4, podMtu + 5, 2 * mtu + 3]);
  return by.pick([
    ' ICMP',
    ` ICMP size ${size} DF`,
    ` ICMP size ${size} DF`,
    ` ICMP size ${size}`,
    ` ICMP ttl ${1 + by.below(4)}`,
    ':80/TCP',
    ':81/TCP',
    ':53/UDP',
    ':54/UDP',
    ` ICMP size ${podMtu}`,
  ]);
}
