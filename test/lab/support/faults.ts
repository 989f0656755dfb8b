import type { Chance } from './random.ts';

/** Something wrong with one node. */
export interface Fault {
  readonly name: string;
  readonly node: string;
  /** Words for the block of its card, or of the node itself. */
  readonly nic?: string;
  readonly text?: string;
  /** The VPC's route table lacks the entry of its range. */
  readonly lostEntry?: boolean;
}

type Kind = Omit<Fault, 'node'>;

const KINDS: readonly Kind[] = [
  { name: 'card down', nic: 'down' },
  { name: 'does not forward', text: 'sysctl net.ipv4.ip_forward 0' },
  { name: 'small MTU', nic: 'mtu 1300' },
  { name: 'large MTU', nic: 'mtu 9100' },
  { name: 'strict reverse-path filter', text: 'sysctl net.ipv4.conf.all.rp_filter 1' },
  { name: 'loose reverse-path filter', text: 'sysctl net.ipv4.conf.all.rp_filter 2' },
];

export function faultOf(
  by: Chance,
  nodes: readonly { readonly name: string; readonly subnet: number }[],
  subnets: number,
  inVpc: boolean,
): Fault {
  const { name } = by.pick(nodes);
  const range = `10.244.${by.below(nodes.length)}.0/24`;
  const routes: readonly Kind[] = [
    { name: 'blackhole', text: `route ${range} blackhole` },
    { name: 'wrong gateway', text: `route ${range} via 192.168.${by.below(subnets)}.99` },
    {
      name: 'a longer prefix elsewhere',
      text: `route ${range.replace('0/24', '0/25')} via 192.168.${by.below(subnets)}.1`,
    },
  ];
  const lost: readonly Kind[] = inVpc ? [{ name: 'lost route entry', lostEntry: true }] : [];
  return { ...by.pick([...KINDS, ...routes, ...lost]), node: name };
}
