import { containsAddress, formatPrefix, type Prefix } from '../address/prefix.ts';
import type { Packet } from './packet.ts';
import type { Provenance } from './provenance.ts';

export type HookName = 'PREROUTING' | 'INPUT' | 'FORWARD' | 'OUTPUT' | 'POSTROUTING';

/** One condition of a rule; `not` turns it round. */
export type Match =
  | { readonly kind: 'source' | 'destination'; readonly prefix: Prefix; readonly not?: boolean }
  | { readonly kind: 'mark'; readonly value: number; readonly mask: number; readonly not?: boolean };

export type Target =
  | { readonly kind: 'jump'; readonly chain: string }
  | { readonly kind: 'RETURN' | 'ACCEPT' }
  | { readonly kind: 'MASQUERADE'; readonly randomFully: boolean };

export interface Rule {
  /** In the order in which `iptables-save` prints them. */
  readonly matches: readonly Match[];
  readonly comment?: string;
  readonly target: Target;
  readonly origin?: Provenance;
}

/** The rule that decided about a packet, and its chain. */
export interface Verdict {
  readonly chain: string;
  readonly rule: Rule;
}

/** The chains of one namespace, by table and name. A table without a chain of a hook lets everything through there. */
export class Netfilter {
  private readonly tables = new Map<string, Map<string, readonly Rule[]>>();

  /** Adds rules to the end of a chain, which is made when it is new. */
  append(table: string, chain: string, ...rules: Rule[]): void {
    const chains = this.tables.get(table) ?? new Map<string, readonly Rule[]>();
    this.tables.set(table, chains);
    chains.set(chain, [...(chains.get(chain) ?? []), ...rules]);
  }

  chain(table: string, name: string): readonly Rule[] {
    return this.tables.get(table)?.get(name) ?? [];
  }

  /** The rule that ends the packet's way through a chain; undefined when it falls out at the end. */
  evaluate(table: string, chain: string, packet: Packet): Verdict | undefined {
    for (const rule of this.chain(table, chain)) {
      if (!rule.matches.every((match) => holds(match, packet))) continue;
      if (rule.target.kind === 'RETURN') return undefined;
      if (rule.target.kind !== 'jump') return { chain, rule };
      const verdict = this.evaluate(table, rule.target.chain, packet);
      if (verdict) return verdict;
    }
    return undefined;
  }
}

function holds(match: Match, packet: Packet): boolean {
  const plain =
    match.kind === 'mark'
      ? ((packet.mark ?? 0) & match.mask) === match.value
      : containsAddress(match.prefix, packet[match.kind]);
  return plain !== (match.not ?? false);
}

/** A rule as `iptables-save` prints it. */
export function formatRule(chain: string, rule: Rule): string {
  const comment = rule.comment === undefined ? '' : ` -m comment --comment "${rule.comment}"`;
  return `-A ${chain}${rule.matches.map(formatMatch).join('')}${comment} ${formatTarget(rule.target)}`;
}

function formatMatch(match: Match): string {
  const not = match.not ? ' !' : '';
  if (match.kind === 'mark') return ` -m mark${not} --mark 0x${match.value.toString(16)}/0x${match.mask.toString(16)}`;
  return `${not} -${match.kind === 'source' ? 's' : 'd'} ${formatPrefix(match.prefix)}`;
}

function formatTarget(target: Target): string {
  switch (target.kind) {
    case 'jump':
      return `-j ${target.chain}`;
    case 'MASQUERADE':
      return `-j MASQUERADE${target.randomFully ? ' --random-fully' : ''}`;
    default:
      return `-j ${target.kind}`;
  }
}
