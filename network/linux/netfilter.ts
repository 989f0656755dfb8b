import { allHold, type HookContext } from './match.ts';
import type { Packet } from './packet.ts';
import type { HookName, NamedSet, Rule, TableName, Target } from './rule.ts';

/** The rule that decided about a packet, and its chain. */
export interface Verdict {
  readonly chain: string;
  readonly rule: Rule;
  /** As its tool prints it, where that is not iptables. */
  readonly text?: string;
}

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

/** The hooks that each table has chains for, tables in the order in which a hook asks them (`nf_ip_hook_priorities`). */
export const TABLES: Readonly<Record<TableName, readonly HookName[]>> = {
  raw: ['PREROUTING', 'OUTPUT'],
  mangle: ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'],
  nat: ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'],
  filter: ['INPUT', 'FORWARD', 'OUTPUT'],
  security: ['INPUT', 'FORWARD', 'OUTPUT'],
};

const ORDER: Readonly<Record<HookName, readonly TableName[]>> = {
  PREROUTING: ['raw', 'mangle', 'nat'],
  INPUT: ['mangle', 'filter', 'security', 'nat'],
  FORWARD: ['mangle', 'filter', 'security'],
  OUTPUT: ['raw', 'mangle', 'nat', 'filter', 'security'],
  POSTROUTING: ['mangle', 'nat'],
};

/** Priorities of the tables' hooks (`nf_ip_hook_priorities`); the nat table translates sources last. */
const PRIORITIES: Readonly<Record<TableName, number>> = { raw: -300, mangle: -150, nat: -100, filter: 0, security: 50 };

/** When a hook comes to a table: the lower, the sooner. */
export function priorityOf(table: TableName, hook: HookName): number {
  return table === 'nat' && (hook === 'INPUT' || hook === 'POSTROUTING') ? 100 : PRIORITIES[table];
}

/** The tables that a hook asks, in order. conntrack comes behind raw, and at the very end of INPUT and POSTROUTING. */
export function tablesAt(hook: HookName): readonly TableName[] {
  return ORDER[hook];
}

/** The chains of one namespace, by table and name. */
export class Netfilter {
  readonly sets = new Map<string, NamedSet>();
  private readonly tables = new Map<TableName, Map<string, Chain>>();
  private readonly sources: ChainSource[] = [];

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
    const passage = new Passage(this, table, context);
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

/** One packet on its way through the chains of one table. */
class Passage {
  readonly marks: Verdict[] = [];
  private readonly netfilter: Netfilter;
  private readonly table: TableName;
  private context: HookContext;

  constructor(netfilter: Netfilter, table: TableName, context: HookContext) {
    this.netfilter = netfilter;
    this.table = table;
    this.context = context;
  }

  get packet(): HookContext['packet'] {
    return this.context.packet;
  }

  /** The rule that ends the packet's way through a chain; undefined when it comes back from it. */
  through(chain: string): Verdict | undefined {
    for (const rule of this.netfilter.candidates(this.table, chain, this.packet)) {
      if (!allHold(rule.matches, this.context)) continue;
      const { target } = rule;
      if (target.kind === 'RETURN') return undefined;
      if (target.kind === 'goto') return this.through(target.chain);
      if (target.kind === 'MARK') this.mark(chain, rule, target.value, target.mask);
      else if (target.kind === 'CONNMARK') this.markConnection(chain, rule, target);
      else if (target.kind !== 'jump') return { chain, rule };
      const verdict = target.kind === 'jump' ? this.through(target.chain) : undefined;
      if (verdict) return verdict;
    }
    return undefined;
  }

  private markConnection(chain: string, rule: Rule, target: Extract<Target, { kind: 'CONNMARK' }>): void {
    const { connection } = this.context;
    if (!connection) return;
    const known = connection.mark ?? 0;
    if (target.action === 'restore') {
      if ((known & target.mask) !== ((this.packet.mark ?? 0) & target.mask))
        this.mark(chain, rule, (known & target.mask) >>> 0, target.mask);
      return;
    }
    connection.mark = ((known & ~target.mask) ^ target.value) >>> 0;
    this.marks.push({ chain, rule });
  }

  private mark(chain: string, rule: Rule, value: number, mask: number): void {
    const mark = (((this.packet.mark ?? 0) & ~mask) ^ value) >>> 0;
    this.context = { ...this.context, packet: { ...this.packet, mark } };
    this.marks.push({ chain, rule });
  }
}
