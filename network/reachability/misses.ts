import { formatPrefix } from '../address/prefix.ts';
import type { Origin } from '../topology/origin.ts';
import type { PolicyPeer } from '../topology/policy.ts';
import type { PortRange } from '../topology/ports.ts';
import { formatSelector, type Labels, matches, type Selector } from '../topology/selector.ts';
import { type Party, peerSelects } from './party.ts';
import type { CompiledRule } from './rules.ts';

/** One thing that keeps a rule from allowing. */
export interface Miss {
  readonly part: 'ports' | 'podSelector' | 'namespaceSelector' | 'namespace' | 'ipBlock';
  /** What the rule asks for, as `.knet` writes it. */
  readonly wanted: string;
  readonly origin: Origin;
  /** How far it is from holding: 1 for a port or a label. */
  readonly weight: number;
}

/** A peer that could never hold, such as an ipBlock for a pod, is further away than any label. */
const HOPELESS = 10;

/** What keeps a rule from allowing a party: its ports, and of its peers the one that comes nearest. */
export function missesOf({ rule, peers }: CompiledRule, party: Party, reaches: boolean): Miss[] {
  const wanted = rule.ports.map(formatPort).join(' or ');
  const ports: Miss[] = reaches ? [] : [{ part: 'ports', wanted, origin: rule.origin, weight: 1 }];
  // Equal sets of peers are one, with the places of whichever rule came first: those of this rule are told.
  const judged = rule.peers.map((peer) => peerMisses(peer, peers.own, party));
  const weight = (misses: readonly Miss[]) => misses.reduce((sum, one) => sum + one.weight, 0);
  judged.sort((a, b) => weight(a) - weight(b));
  return [...(judged[0] ?? []), ...ports];
}

function peerMisses(peer: PolicyPeer, own: string, party: Party): Miss[] {
  if (peerSelects(peer, own, party)) return [];
  const { podSelector, namespaceSelector, ipBlock, origin } = peer;
  if (ipBlock) return [{ part: 'ipBlock', wanted: blockWords(ipBlock), origin, weight: party.kind === 'pod' ? 5 : 1 }];
  if (party.kind === 'external' || party.hostNetwork) {
    return [{ part: 'podSelector', wanted: 'a pod with an address of its own', origin, weight: HOPELESS }];
  }
  const place: Miss[] = namespaceSelector
    ? selectorMisses('namespaceSelector', namespaceSelector, party.namespaceLabels)
    : party.namespace === own
      ? []
      : [{ part: 'namespace', wanted: own, origin, weight: 1 }];
  return [...place, ...(podSelector ? selectorMisses('podSelector', podSelector, party.labels) : [])];
}

function selectorMisses(part: Miss['part'], selector: Selector, labels: Labels): Miss[] {
  return selector.requirements
    .map((one) => ({ ...selector, requirements: [one] }))
    .filter((one) => !matches(one, labels))
    .map((one) => ({ part, wanted: formatSelector(one), origin: one.requirements[0]!.origin, weight: 1 }));
}

function blockWords({ cidr, except }: NonNullable<PolicyPeer['ipBlock']>): string {
  const exceptions = except.map(({ value }) => formatPrefix(value));
  return `${formatPrefix(cidr.value)}${exceptions.length > 0 ? ` except ${exceptions.join(', ')}` : ''}`;
}

/** As `.knet` writes it: `http`, `80/TCP`, `8000..8999/TCP`, `UDP`. */
function formatPort({ name, from, to, protocol }: PortRange): string {
  if (name !== undefined) return protocol ? `${name} (${protocol})` : name;
  const number = from === undefined ? '' : to === undefined || to === from ? `${from}` : `${from}..${to}`;
  return [number, protocol].filter((part) => part).join('/');
}
