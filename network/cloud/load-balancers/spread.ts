import type { Address } from '../../address/address.ts';
import type { Netfilter } from '../../linux/netfilter.ts';
import type { Provenance } from '../../linux/provenance.ts';
import type { Match } from '../../linux/rule.ts';
import type { Protocol } from '../../topology/ports.ts';

/** A node and its port. */
export interface TargetEnd {
  readonly address: Address;
  readonly port: number;
  readonly origin: Provenance;
}

/** So many choices stand in one chain; of more, each is a chain of its own, so that thousands cost a few rules. */
const WIDTH = 32;

/** Fills a chain so that each target is chosen with the same probability. */
export function balance(netfilter: Netfilter, chain: string, protocol: Protocol, targets: readonly TargetEnd[]): void {
  const groups = split(targets);
  let left = targets.length;
  groups.forEach((group, index) => {
    const [first] = group;
    if (!first) return;
    const matches: Match[] = [{ kind: 'protocol', protocol }];
    if (group.length < left) matches.push({ kind: 'statistic', probability: group.length / left });
    left -= group.length;
    const { address, port, origin } = first;
    if (group.length === 1) {
      netfilter.append('nat', chain, { matches, target: { kind: 'DNAT', address, port }, origin });
      return;
    }
    const inner = `${chain}.${index}`;
    netfilter.append('nat', chain, { matches, target: { kind: 'jump', chain: inner }, origin });
    balance(netfilter, inner, protocol, group);
  });
}

function split(targets: readonly TargetEnd[]): readonly (readonly TargetEnd[])[] {
  const size = Math.ceil(targets.length / WIDTH);
  const count = Math.ceil(targets.length / Math.max(size, 1));
  return Array.from({ length: count }, (_, i) => targets.slice(i * size, (i + 1) * size));
}
