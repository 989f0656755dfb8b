import { machineKeys } from '../../../network/machines/show/find.ts';
import { openQuestions, SHOWN, type ShownTable, show } from '../../../network/machines/show/show.ts';
import type { Model } from '../../model.ts';
import type { Budget } from '../budget.ts';
import { code, line, text } from '../lines.ts';

/** A table in a hover. One that is not short is cut, or left out where only the whole of it says something. */
interface Shown {
  readonly table: ShownTable;
  /** Lines that are shown. */
  readonly lines: number;
  readonly whole?: boolean;
  /** Lines that every machine has: no more than these say nothing of this one. */
  readonly common?: number;
}

const TABLES: readonly Shown[] = [
  { table: 'routes', lines: 10 },
  { table: 'rules', lines: 8, common: 3 },
  { table: 'neighbours', lines: 6, whole: true },
  { table: 'fdb', lines: 6, whole: true },
  { table: 'bgp', lines: 14, whole: true, common: 1 },
];

interface Named {
  readonly id: string;
  readonly name: string;
}

/**
 * The main tables of a machine as the tools print them there, below its card. Nothing is said of a machine that has no
 * network of its own.
 */
export function machineTables(model: Model, key: string, machine: Named, budget: Budget): string[] {
  if (budget.spent()) return ['', budget.note];
  if (!model.network.namespace(key)) return [];
  const tables = TABLES.flatMap((shown) => tableOf(model, key, machine, shown));
  return [...tables, ...open(model, key)];
}

function tableOf(model: Model, key: string, machine: Named, shown: Shown): string[] {
  const { table, lines, whole, common = 0 } = shown;
  const all = (show(model.network, key, table) ?? '').split('\n').slice(0, -1);
  if (all.length <= common || (whole && all.length > lines)) return [];
  const more = all.length - lines;
  const rest = more > 0 ? [`… ${more.toLocaleString('en')} more: ${code(command(model, machine, table))}`] : [];
  // As on a terminal: a hover has little room, and a heading of its own would take three lines of it.
  return ['', '```text', `$ ${SHOWN[table]}`, ...all.slice(0, lines), '```', ...rest];
}

/** What prints all of the table; the machine by its name alone where that is clear. */
function command({ uri, network }: Model, { id, name }: Named, table: ShownTable): string {
  const shown = machineKeys(network, name).length === 1 ? name : id;
  return `knet show ${decodeURIComponent(uri).split('/').at(-1)} ${shown} ${table}`;
}

function open({ network }: Model, key: string): string[] {
  const reasons = openQuestions(network, key);
  return reasons.length === 0 ? [] : ['', ...line('not in these tables', reasons.map(text).join('; '))];
}
