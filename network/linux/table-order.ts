import type { HookName, TableName } from './rule.ts';

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
