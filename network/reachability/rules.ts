import { formatPrefix } from '../address/prefix.ts';
import type { Policy, PolicyPeer, PolicyRule } from '../topology/policy.ts';
import { namedPorts } from '../topology/policy-matching.ts';
import type { PortRange } from '../topology/ports.ts';
import type { Selector } from '../topology/selector.ts';
import { lookupPorts, type Party, type PeerSet } from './party.ts';
import { type PortSet, type PortSpace, positionOf } from './port-set.ts';

export type Direction = 'ingress' | 'egress';

export const TYPES = { ingress: 'Ingress', egress: 'Egress' } as const;

export interface CompiledRule {
  readonly rule: PolicyRule;
  /** Equal for rules that allow the same. */
  readonly key: string;
  readonly peers: PeerSet;
  /** What it allows whatever the destination is. */
  readonly numbers: PortSet;
  /** Ports by name, which each destination answers for itself. */
  readonly names: readonly PortRange[];
}

/** A policy made ready; two with one `id` decide alike, wherever they are written. */
export interface CompiledPolicy {
  readonly id: number;
  readonly policy: Policy;
  readonly ingress: readonly CompiledRule[];
  readonly egress: readonly CompiledRule[];
}

/** Reads policies once; equal parts of them become one object, so that what is worked out of them is shared. */
export class Compiler {
  readonly ports: PortSpace;
  readonly #peers = new Map<string, PeerSet>();
  readonly #ids = new Map<string, number>();
  readonly #known = new WeakMap<Policy, CompiledPolicy>();

  constructor(ports: PortSpace) {
    this.ports = ports;
  }

  compile(policy: Policy): CompiledPolicy {
    let compiled = this.#known.get(policy);
    if (!compiled) {
      const ingress = policy.ingress.map((rule) => this.#rule(rule, policy));
      const egress = policy.egress.map((rule) => this.#rule(rule, policy));
      compiled = { id: this.#id(policy, ingress, egress), policy, ingress, egress };
      this.#known.set(policy, compiled);
    }
    return compiled;
  }

  #rule(rule: PolicyRule, policy: Policy): CompiledRule {
    const names = rule.ports.filter(({ name }) => name !== undefined);
    const peers = this.#peerSet(rule.peers, policy.namespace);
    const numbers = this.ports.ofRule(rule.ports);
    return { rule, key: ruleKey(peers, numbers, names), peers, numbers, names };
  }

  #peerSet(peers: readonly PolicyPeer[], own: string): PeerSet {
    const key = peers.map((peer) => peerKey(peer, own)).join('|');
    let set = this.#peers.get(key);
    if (!set) {
      set = { key, all: peers.length === 0, own, peers, hasBlock: peers.some(({ ipBlock }) => ipBlock !== undefined) };
      this.#peers.set(key, set);
    }
    return set;
  }

  /** What a policy does to the pods it selects; whom it selects is asked elsewhere. */
  #id(policy: Policy, ingress: readonly CompiledRule[], egress: readonly CompiledRule[]): number {
    const key = [
      policy.policyTypes.join(),
      ...ingress.map(({ key }) => key),
      '>',
      ...egress.map(({ key }) => key),
    ].join(';');
    let id = this.#ids.get(key);
    if (id === undefined) {
      id = this.#ids.size;
      this.#ids.set(key, id);
    }
    return id;
  }
}

/** Equal for rules that allow the same. */
export function ruleKey(peers: PeerSet, numbers: PortSet, names: readonly PortRange[]): string {
  return `${peers.key}#${numbers.id}#${JSON.stringify(names.map(({ name, protocol }) => [name, protocol]))}`;
}

function peerKey({ podSelector, namespaceSelector, ipBlock }: PolicyPeer, own: string): string {
  if (ipBlock) return [ipBlock.cidr, ...ipBlock.except].map(({ value }) => formatPrefix(value)).join('-');
  const where = namespaceSelector ? selectorKey(namespaceSelector) : `@${own}`;
  return `${where}/${podSelector ? selectorKey(podSelector) : ''}`;
}

/** As JSON: nobody has checked what a reader let through as a label. */
const selectorKey = ({ requirements }: Selector) =>
  JSON.stringify(requirements.map(({ key, operator, values }) => [key, operator, values]));

/** Everything a rule allows on a destination, its named ports looked up there. */
export function portsOn(rule: CompiledRule, destination: Party, space: PortSpace): PortSet {
  if (rule.names.length === 0) return rule.numbers;
  const found = rule.names.flatMap((name) => namedPorts(name, lookupPorts(destination)).map(positionOf));
  return space.union(rule.numbers, space.of(found.flatMap((position) => [position, position])));
}
