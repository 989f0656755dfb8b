import type { HookContext } from './match.ts';
import type { Packet } from './packet.ts';
import { Passage, type Verdict } from './passage.ts';
import type { HookName, NamedSet, Rule, TableName } from './rule.ts';
import { TABLES } from './table-order.ts';

/** What became of a packet in a built-in chain. */
export interface Outcome {
  /** With the mark that rules gave it. */
  readonly packet: HookContext['packet'];
  /** Undefined: it fell out at the end, and the policy decides. */
  readonly verdict?: Verdict;
  readonly policy: Policy;
  /** Rules that changed the packet's mark, in order. */
  readonly marks: readonly Verdict[];
}

export type Policy = 'ACCEPT' | 'DROP';

/**
 * Chains that exist without being stored, such as those of ten thousand Services: worked out for the packet that comes by,
 * or all of them for a listing.
 */
export interface ChainSource {
  readonly tables: readonly TableName[];
  chains(table: TableName): Iterable<string>;
  /** Every rule of a chain. */
  rules(table: TableName, chain: string): readonly Rule[];
  /** Rules of a chain in their order, without those that an index knows not to be about the packet. */
  candidates(table: TableName, chain: string, packet: Packet): readonly Rule[];
}

interface Chain {
  policy: Policy;
  rules: readonly Rule[];
}

/** The chains of one namespace, by table and name. */
export class Netfilter {
  readonly sets = new Map<string, NamedSet>();
  private readonly tables = new Map<TableName, Map<string, Chain>>();
  private readonly sources: ChainSource[] = [];

  /** Adds chains that a source works out. */
  use(source: ChainSource): void {
    this.sources.push(source);
  }

  /** Adds rules to the end of a chain, which is made when it is new. */
  append(table: TableName, chain: string, ...rules: Rule[]): void {
    const target = this.make(table, chain);
    target.rules = [...target.rules, ...rules];
  }

  /** Adds rules to the head of a chain (`iptables -I`). */
  insert(table: TableName, chain: string, ...rules: Rule[]): void {
    const target = this.make(table, chain);
    target.rules = [...rules, ...target.rules];
  }

  /** What a built-in chain does with packets that fall out at its end. */
  setPolicy(table: TableName, chain: HookName, policy: Policy): void {
    this.make(table, chain).policy = policy;
  }

  policy(table: TableName, chain: string): Policy {
    return this.tables.get(table)?.get(chain)?.policy ?? 'ACCEPT';
  }

  chain(table: TableName, name: string): readonly Rule[] {
    return this.withSources(table, name, (source) => source.rules(table, name));
  }

  /** The rules of a chain that may be about a packet. */
  candidates(table: TableName, name: string, packet: Packet): readonly Rule[] {
    return this.withSources(table, name, (source) => source.candidates(table, name, packet));
  }

  /** Whether a table has any chain. */
  hasTable(table: TableName): boolean {
    return this.tables.has(table) || this.sources.some(({ tables }) => tables.includes(table));
  }

  /** Names of a table's chains: built-in ones in the order of the hooks, then the others by name. */
  chains(table: TableName): readonly string[] {
    if (!this.hasTable(table)) return [];
    const known = new Set(this.tables.get(table)?.keys());
    for (const source of this.sources) for (const name of source.chains(table)) known.add(name);
    const own = [...known].filter((name) => !TABLES[table].includes(name as HookName));
    return [...TABLES[table], ...own.sort()];
  }

  /** Whether conntrack is on: for the nat table, and for rules that ask for states. It puts fragments together. */
  get tracks(): boolean {
    if (this.hasTable('nat')) return true;
    const chains = [...this.tables.values()].flatMap((table) => [...table.values()]);
    return chains.some(({ rules }) => rules.some(({ matches }) => matches.some(({ kind }) => kind === 'conntrack')));
  }

  /** Sends a packet through a built-in chain of a table. */
  evaluate(table: TableName, chain: HookName, context: HookContext): Outcome {
    const passage = new Passage((name, packet) => this.candidates(table, name, packet), context);
    const verdict = passage.through(chain);
    return { packet: passage.packet, verdict, policy: this.policy(table, chain), marks: passage.marks };
  }

  private withSources(table: TableName, name: string, ask: (source: ChainSource) => readonly Rule[]): readonly Rule[] {
    const own = this.tables.get(table)?.get(name)?.rules ?? [];
    const more = this.sources.flatMap((source) => (source.tables.includes(table) ? ask(source) : []));
    return more.length === 0 ? own : [...own, ...more];
  }

  private make(table: TableName, name: string): Chain {
    const chains = this.tables.get(table) ?? new Map<string, Chain>();
    this.tables.set(table, chains);
    const chain = chains.get(name) ?? { policy: 'ACCEPT', rules: [] };
    chains.set(name, chain);
    return chain;
  }
}
