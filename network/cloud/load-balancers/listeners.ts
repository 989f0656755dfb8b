import type { Address } from '../../address/address.ts';
import { hostPrefix, type Prefix } from '../../address/prefix.ts';
import type { NetworkNamespace } from '../../linux/namespace.ts';
import type { Provenance } from '../../linux/provenance.ts';
import type { Match, Meaning, Rule, Target } from '../../linux/rule.ts';
import type { Protocol } from '../../topology/ports.ts';
import { balance, type TargetEnd } from './spread.ts';

/** One port of a load balancer that passes connections on as they are (layer 4). */
export interface Listener {
  readonly protocol: Protocol;
  readonly port: number;
  readonly targets: readonly TargetEnd[];
  /** Why there is none, where there is none. */
  readonly withoutTargets: Meaning;
  /** Sources that it takes connections from; anybody where there is none. */
  readonly sources: readonly { readonly value: Prefix; readonly origin: Provenance }[];
  readonly origin: Provenance;
}

/**
 * A load balancer of layer 4: the destination becomes a target's, the source stays, as with AWS's Network Load Balancer
 * and instances as targets ("client IP preservation") and Alibaba Cloud's CLB and NLB. What it drops, it drops silently.
 */
export function programListeners(
  namespace: NetworkNamespace,
  addresses: readonly Address[],
  listeners: readonly Listener[],
): void {
  for (const listener of listeners) {
    for (const address of addresses) addListener(namespace, address, listener);
  }
  namespace.silent = true;
}

function addListener({ netfilter }: NetworkNamespace, address: Address, listener: Listener): void {
  const { protocol, port, targets, sources, origin, withoutTargets } = listener;
  const at: Match[] = [
    { kind: 'destination', prefix: hostPrefix(address) },
    { kind: 'protocol', protocol },
    { kind: 'dport', from: port },
  ];
  const chain = `${protocol}-${port}`;
  if (sources.length > 0) {
    const guard = `${chain}-sources`;
    netfilter.append('raw', 'PREROUTING', rule(at, { kind: 'jump', chain: guard }, origin));
    if (netfilter.chain('raw', guard).length === 0) netfilter.append('raw', guard, ...guardRules(listener));
  }
  if (targets.length === 0) {
    netfilter.append('filter', 'INPUT', { ...rule(at, { kind: 'DROP' }, origin), meaning: withoutTargets });
    return;
  }
  netfilter.append('nat', 'PREROUTING', rule(at, { kind: 'jump', chain }, origin));
  if (netfilter.chain('nat', chain).length === 0) balance(netfilter, chain, protocol, targets);
}

/** `loadBalancerSourceRanges`. */
function guardRules({ sources, origin, port, protocol }: Listener): Rule[] {
  const allowed = sources.map(({ value, origin: of }) =>
    rule([{ kind: 'source', prefix: value }], { kind: 'RETURN' }, of),
  );
  const reason = `loadBalancerSourceRanges lets other sources in at port ${port}/${protocol}`;
  const meaning: Meaning = { disposition: 'DENIED_BY_FILTER', reason };
  return [...allowed, { ...rule([], { kind: 'DROP' }, origin), meaning }];
}

/** What is for the load balancer itself and no listener has taken: silence, but for pings where it answers them. */
export function closeOthers(
  { netfilter, name }: NetworkNamespace,
  open: readonly Pick<Listener, 'protocol' | 'port' | 'origin'>[],
  answersPing: boolean,
  origin: Provenance,
): void {
  const accept: Target = { kind: 'ACCEPT' };
  for (const { protocol, port, origin: of } of open) {
    const matches: Match[] = [
      { kind: 'protocol', protocol },
      { kind: 'dport', from: port },
    ];
    netfilter.append('filter', 'INPUT', rule(matches, accept, of));
  }
  netfilter.append(
    'filter',
    'INPUT',
    rule([{ kind: 'conntrack', states: ['RELATED', 'ESTABLISHED'] }], accept, origin),
  );
  if (answersPing) netfilter.append('filter', 'INPUT', rule([{ kind: 'protocol', protocol: 'ICMP' }], accept, origin));
  const meaning: Meaning = { disposition: 'NO_LISTENER', reason: `the load balancer ${name} has no listener for it` };
  netfilter.append('filter', 'INPUT', { ...rule([], { kind: 'DROP' }, origin), meaning });
}

function rule(matches: readonly Match[], target: Target, origin: Provenance): Rule {
  return { matches, target, origin };
}
