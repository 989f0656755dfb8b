import { type GeneratedNode, node, podTexts, question, underlay } from './generate.ts';
import { type Chance, chance } from './random.ts';

/** Modes of an IPPool as they are written, and the bytes that each adds. */
export const POOLS = {
  plain: { text: '', overhead: 0 },
  'ipip across subnets': { text: 'ipipMode CrossSubnet', overhead: 20 },
  ipip: { text: 'ipipMode Always', overhead: 20 },
  'vxlan across subnets': { text: 'vxlanMode CrossSubnet', overhead: 50 },
  vxlan: { text: 'vxlanMode Always', overhead: 50 },
} as const;

export type PoolName = keyof typeof POOLS;

/** How routes get about: words of the CNI's block, and of the first node's. */
const SESSIONS = [
  { name: 'mesh', calico: '', first: '' },
  {
    name: 'reflector',
    calico:
      "bgpConfiguration { nodeToNodeMeshEnabled false }  bgpPeer all { nodeSelector all()  peerSelector rr == 'yes' }",
    first: 'labels rr=yes  routeReflectorClusterID 244.0.0.1',
  },
  { name: 'no sessions', calico: 'bgpConfiguration { nodeToNodeMeshEnabled false }', first: '' },
] as const;

/** A model made by chance. `seed` alone decides; the same seed gives the same text. */
export interface GeneratedCalico {
  readonly seed: number;
  readonly pool: PoolName;
  readonly fault?: string;
  readonly text: string;
}

interface Fault {
  readonly name: string;
  readonly node: string;
  readonly text: string;
  readonly nic?: string;
}

/** Two to six nodes on one or two subnets, any encapsulation, mesh or reflector, MTU edges, and a fault in a third. */
export function generateCalico(seed: number): GeneratedCalico {
  const by = chance(seed * 6271 + 29);
  // The kernels of many machines have no IPIP, so it comes less often than the others.
  const pool = by.pick<PoolName>(['plain', 'plain', 'vxlan', 'vxlan across subnets', 'ipip across subnets', 'ipip']);
  const sessions = by.pick([SESSIONS[0], SESSIONS[0], SESSIONS[0], SESSIONS[1], SESSIONS[1], SESSIONS[2]]);
  const subnets = by.oneIn(2) ? 2 : 1;
  const mtu = by.pick([1500, 1500, 1500, 1400, 9000]);
  const nodes = Array.from({ length: 2 + by.below(5) }, (_, index) => node(by, index, subnets));
  const fault = seed % 3 === 0 ? faultOf(by, nodes, subnets) : undefined;
  const { text: mode, overhead } = POOLS[pool];
  const text = [
    `// Generated, seed ${seed}: ${pool}, ${sessions.name}, ${subnets} subnets, MTU ${mtu}${fault ? `, fault: ${fault.name}` : ''}`,
    ...underlay(by, subnets, mtu),
    'cluster lab {',
    `  cni calico { ipPool p { cidr 10.244.0.0/16  ${mode}${by.oneIn(2) ? '  natOutgoing' : ''} }  ${sessions.calico} }`,
    ...nodes.map((one, index) => nodeText(one, index, index === 0 ? sessions.first : '', fault)),
    '  namespace default {',
    ...nodes.flatMap(podTexts),
    '  }',
    '}',
    ...Array.from({ length: 8 }, (_, index) =>
      question(by, nodes, mtu - overhead, mtu, index < 4 ? fault?.node : undefined),
    ),
    // An address of a block that no pod has, and one of no block.
    `trace default/${by.pick(by.pick(nodes).pods)} -> 10.244.${by.below(nodes.length)}.60`,
    `trace default/${by.pick(by.pick(nodes).pods)} -> 10.244.99.1`,
  ].join('\n');
  return { seed, pool, fault: fault?.name, text: `${text}\n` };
}

function nodeText({ name, subnet }: GeneratedNode, index: number, more: string, fault: Fault | undefined): string {
  const here = fault?.node === name ? fault : undefined;
  const card = `in lan${subnet}  ip 192.168.${subnet}.${11 + index * 7}${here?.nic ? `  ${here.nic}` : ''}`;
  return `  node ${name} { nic eth0 { ${card} }  ipBlock 10.244.${index}.0/26  ${more}  ${here?.text ?? ''} }`;
}

function faultOf(by: Chance, nodes: readonly GeneratedNode[], subnets: number): Fault {
  const { name } = by.pick(nodes);
  const range = `10.244.${by.below(nodes.length)}`;
  const gateway = `192.168.${by.below(subnets)}`;
  const kinds = [
    { name: 'BIRD has stopped', text: 'bgp stopped' },
    { name: 'does not forward', text: 'sysctl net.ipv4.ip_forward 0' },
    { name: 'card down', text: '', nic: 'down' },
    { name: 'small MTU', text: '', nic: 'mtu 1300' },
    { name: 'strict reverse-path filter', text: 'sysctl net.ipv4.conf.all.rp_filter 1' },
    { name: 'a leftover blackhole', text: `route ${range}.0/24 blackhole` },
    { name: 'a leftover route', text: `route ${range}.0/27 via ${gateway}.1` },
    { name: 'a leftover route to nobody', text: `route ${range}.0/26 via ${gateway}.99` },
  ];
  return { ...by.pick(kinds), node: name };
}
