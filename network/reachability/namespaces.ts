import type { Range } from '../address/ranges.ts';
import type { Policy } from '../topology/policy.ts';
import { type Labels, matches, type Selector } from '../topology/selector.ts';
import type { Namespace } from '../topology/workload.ts';
import { blocksOf } from './cuts.ts';
import { type CompiledPolicy, type CompiledRule, type Compiler, type Direction, TYPES } from './rules.ts';

/** The policies that isolate some pods in one direction; undefined policies mean that none does. */
export class Group {
  readonly direction: Direction;
  readonly policies: readonly CompiledPolicy[];
  #key: string | undefined;
  #rules: readonly CompiledRule[] | undefined;

  constructor(direction: Direction, policies: readonly CompiledPolicy[]) {
    this.direction = direction;
    this.policies = policies;
  }

  /** Equal for groups that allow the same. */
  get key(): string {
    this.#key ??= `${this.direction} ${this.policies.map(({ id }) => id).join()}`;
    return this.#key;
  }

  /** Of all of the policies. */
  get rules(): readonly CompiledRule[] {
    this.#rules ??= this.policies.flatMap((policy) => policy[this.direction]);
    return this.#rules;
  }
}

/** Both directions of the pods with some labels. */
export interface Isolation {
  readonly ingress: Group | undefined;
  readonly egress: Group | undefined;
}

export const OPEN: Isolation = { ingress: undefined, egress: undefined };

/** Questions to a namespace for which making an index does not pay. */
const FEW = 3;

/** One namespace with its policies; a policy acts in its own namespace only. Nothing is read before it is asked for. */
export class NamespaceView {
  readonly namespace: Namespace;
  readonly #compiler: Compiler;
  readonly #isolation = new Map<string, Isolation>();
  #finder: PolicyFinder | undefined;
  #blocks: readonly Range[] | undefined;

  constructor(namespace: Namespace, compiler: Compiler) {
    this.namespace = namespace;
    this.#compiler = compiler;
  }

  /** Ranges that ipBlocks of the policies name. */
  get blocks(): readonly Range[] {
    this.#blocks ??= this.namespace.policies.flatMap((policy) => [...blocksOf(policy)]);
    return this.#blocks;
  }

  /** Which policies isolate pods with these labels; `key` stands for the labels. */
  isolationOf(labels: Labels, key: string): Isolation {
    let isolation = this.#isolation.get(key);
    if (!isolation) {
      const policies = this.#selecting(labels).map((policy) => this.#compiler.compile(policy));
      isolation = { ingress: groupOf(policies, 'ingress'), egress: groupOf(policies, 'egress') };
      this.#isolation.set(key, isolation);
    }
    return isolation;
  }

  #selecting(labels: Labels): Policy[] {
    if (this.#finder) return this.#finder.selecting(labels);
    const policies = this.namespace.policies.filter(({ broken }) => !broken);
    if (this.#isolation.size < FEW) return policies.filter(({ podSelector }) => matches(podSelector, labels));
    this.#finder = new PolicyFinder(policies);
    return this.#finder.selecting(labels);
  }
}

function groupOf(policies: readonly CompiledPolicy[], direction: Direction): Group | undefined {
  const own = policies.filter(({ policy }) => policy.policyTypes.includes(TYPES[direction]));
  if (own.length === 0) return undefined;
  return new Group(direction, own);
}

/** Policies by a label that their podSelector insists on, so that a pod asks few of them. */
class PolicyFinder {
  readonly #byLabel = new Map<string, number[]>();
  readonly #others: number[] = [];
  readonly #policies: readonly Policy[];

  constructor(policies: readonly Policy[]) {
    this.#policies = policies;
    policies.forEach(({ podSelector }, index) => {
      const label = insistedLabel(podSelector);
      if (label === undefined) this.#others.push(index);
      else this.#byLabel.set(label, [...(this.#byLabel.get(label) ?? []), index]);
    });
  }

  /** Those that select the labels, in the order of the text. */
  selecting(labels: Labels): Policy[] {
    const found = this.#others.filter((index) => this.#isSelecting(index, labels));
    for (const key of Object.keys(labels)) {
      for (const index of this.#byLabel.get(`${key}=${labels[key]}`) ?? []) {
        if (this.#isSelecting(index, labels)) found.push(index);
      }
    }
    return found.sort((a, b) => a - b).map((index) => this.#policies[index]!);
  }

  #isSelecting(index: number, labels: Labels): boolean {
    return matches(this.#policies[index]!.podSelector, labels);
  }
}

/** A label without which a selector selects nobody, where there is one. */
export function insistedLabel({ requirements }: Selector): string | undefined {
  const found = requirements.find(({ operator, values }) => operator === 'In' && values.length === 1);
  return found && `${found.key}=${found.values[0]}`;
}
