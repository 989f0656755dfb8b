import { formatPrefix } from '../address/prefix.ts';
import type { Policy, PolicyPeer, PolicyRule } from '../topology/policy.ts';
import { namedPorts } from '../topology/policy-matching.ts';
import type { PortRange } from '../topology/ports.ts';
import { lookupPorts, type Party, type PeerSet } from './party.ts';
import { type PortSet, type PortSpace, positionOf } from './port-set.ts';
import { selectorKey } from './selector-key.ts';
import { unplacedPeer } from './unplaced.ts';

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

/** A policy made ready, each part when it is asked for; two with one `id` decide alike, wherever they are written. */
export class CompiledPolicy {
  readonly policy: Policy;
  readonly #compiler: Compiler;
  readonly #rules: { [direction in Direction]?: readonly CompiledRule[] } = {};
  #id: number | undefined;

  constructor(policy: Policy, compiler: Compiler) {
    this.policy = policy;
    this.#compiler = compiler;
  }

  get id(): number {
    this.#id ??= this.#compiler.idOf(this);
    return this.#id;
  }

  get ingress(): readonly CompiledRule[] {
    return this.#of('ingress');
  }

  get egress(): readonly CompiledRule[] {
    return this.#of('egress');
  }

  #of(direction: Direction): readonly CompiledRule[] {
    this.#rules[direction] ??= this.policy[direction].map((rule) => this.#compiler.rule(rule, this.policy));
    return this.#rules[direction];
  }
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
      compiled = new CompiledPolicy(policy, this);
      this.#known.set(policy, compiled);
    }
    return compiled;
  }

  rule(rule: PolicyRule, policy: Policy): CompiledRule {
    const names = rule.ports.filter(({ name }) => name !== undefined);
    const peers = this.#peerSet(rule.peers, policy.namespace);
    const numbers = this.ports.ofRule(rule.ports);
    return { rule, key: ruleKey(peers, numbers, names), peers, numbers, names };
  }

  /** What a policy does to the pods it selects; whom it selects is asked elsewhere. */
  idOf({ policy, ingress, egress }: CompiledPolicy): number {
    const [inward, outward] = [ingress, egress].map((rules) => rules.map(({ key }) => key).join(';'));
    const key = `${policy.policyTypes.join()};${inward}>${outward}`;
    let id = this.#ids.get(key);
    if (id === undefined) {
      id = this.#ids.size;
      this.#ids.set(key, id);
    }
    return id;
  }

  #peerSet(peers: readonly PolicyPeer[], own: string): PeerSet {
    const key = peers.map((peer) => peerKey(peer, own)).join('|');
    let set = this.#peers.get(key);
    if (!set) {
      const hasBlock = peers.some(({ ipBlock }) => ipBlock !== undefined);
      set = { id: this.#peers.size, all: peers.length === 0, own, peers: peers.map(unplacedPeer), hasBlock };
      this.#peers.set(key, set);
    }
    return set;
  }
}

/** Equal for rules that allow the same. */
export function ruleKey(peers: PeerSet, numbers: PortSet, names: readonly PortRange[]): string {
  const named = names.length === 0 ? '' : JSON.stringify(names.map(({ name, protocol }) => [name, protocol]));
  return `${peers.id}#${numbers.id}#${named}`;
}

function peerKey({ podSelector, namespaceSelector, ipBlock }: PolicyPeer, own: string): string {
  if (ipBlock) return [ipBlock.cidr, ...ipBlock.except].map(({ value }) => formatPrefix(value)).join('-');
  const where = namespaceSelector ? selectorKey(namespaceSelector) : `@${own}`;
  return `${where}/${podSelector ? selectorKey(podSelector) : ''}`;
}

/** Everything a rule allows on a destination, its named ports looked up there. */
export function portsOn(rule: Pick<CompiledRule, 'names' | 'numbers'>, destination: Party, space: PortSpace): PortSet {
  if (rule.names.length === 0) return rule.numbers;
  const found = rule.names.flatMap((name) => namedPorts(name, lookupPorts(destination)).map(positionOf));
  return space.union(rule.numbers, space.of(found.flatMap((position) => [position, position])));
}
