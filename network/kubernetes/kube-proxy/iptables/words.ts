import type { Prefix } from '../../../address/prefix.ts';
import type { Match, Rule, Target } from '../../../linux/rule.ts';
import type { Origin } from '../../../topology/origin.ts';
import type { Protocol } from '../../../topology/ports.ts';

/* The parts that rules of kube-proxy are made of. Conditions stand in the order in which iptables-save prints them. */

export const ACCEPT: Target = { kind: 'ACCEPT' };
export const DROP: Target = { kind: 'DROP' };
export const RETURN: Target = { kind: 'RETURN' };
export const REJECT: Target = { kind: 'REJECT', with: 'icmp-port-unreachable' };

/** The bit that asks for masquerading (`--iptables-masquerade-bit` 14). */
export const MASQUERADE_MARK = 0x4000;

/** A rule with its origin. */
export function rule(matches: readonly Match[], target: Target, origin: Origin, rest: Partial<Rule> = {}): Rule {
  return { matches, target, origin, ...rest };
}

/** Into another chain, and back. */
export function jump(chain: string): Target {
  return { kind: 'jump', chain };
}

/** `-m comment`, printed in its place among the conditions. */
export function comment(text: string): Match {
  return { kind: 'comment', text };
}

/** By the source. */
export function from(prefix: Prefix, not?: boolean): Match {
  return { kind: 'source', prefix, ...(not ? { not } : {}) };
}

/** By the destination. */
export function to(prefix: Prefix, not?: boolean): Match {
  return { kind: 'destination', prefix, ...(not ? { not } : {}) };
}

/** By the destination port of a protocol. */
export function dport(protocol: Protocol, port: number): Match[] {
  return [
    { kind: 'protocol', protocol },
    { kind: 'dport', from: port },
  ];
}

/** By the state of the connection. */
export function state(...states: Extract<Match, { kind: 'conntrack' }>['states'][number][]): Match {
  return { kind: 'conntrack', states };
}

/** Whether an end is an address of the node itself. */
export function localAddress(side: 'src' | 'dst'): Match {
  return { kind: 'addrtype', side, type: 'LOCAL' };
}

/** Whether the packet is to be masqueraded. */
export function marked(not?: boolean): Match {
  return { kind: 'mark', value: MASQUERADE_MARK, mask: MASQUERADE_MARK, ...(not ? { not } : {}) };
}

/** What another machine has sent, and no port of a bridge here has brought. */
export const FROM_AFAR: readonly Match[] = [
  { kind: 'physdev', isIn: true, not: true },
  { kind: 'addrtype', side: 'src', type: 'LOCAL', not: true },
];
