import type { Hop, TracePath, TraceResult } from '../../network/trace/result.ts';
import { lookupLines } from './lookup.ts';
import { type Row, rowsOf } from './rows.ts';
import { flowWords, pathWords, percent, waysOf } from './words.ts';

/** More paths than this make no hover that anyone reads; the command line prints them all. */
const PATHS_SHOWN = 4;

/** A trace for a hover: the outcome first, then a table of the request, then one of the reply. */
export function traceMarkdown(result: TraceResult<unknown>): string {
  const { title, addresses } = flowWords(result.flow);
  const head = `**${result.disposition}** ${code(title)}${addresses === undefined ? '' : ` (${code(addresses)})`}`;
  const shown = result.paths.slice(0, PATHS_SHOWN);
  const paths = shown.map((path, index) => pathMarkdown(path, index, result.paths.length));
  return [head, lookup(result), ...paths, ...rest(result, shown.length)].filter(Boolean).join('\n\n');
}

/** How the name was looked up; the way of that question is in the document. */
function lookup({ lookup: found }: TraceResult<unknown>): string {
  if (!found) return '';
  const [first = '', ...answers] = lookupLines(found);
  return [`DNS ${text(first)} (${found.trace.disposition})`, ...answers.map((line) => `- ${code(line)}`)].join('\n');
}

function rest(result: TraceResult<unknown>, shown: number): string[] {
  const hidden = result.paths.slice(shown).reduce((sum, path) => sum + path.probability, result.remaining);
  return result.paths.length > shown || result.remaining > 0 ? [`_Not shown: ${percent(hidden)} of the choices._`] : [];
}

function pathMarkdown(path: TracePath<unknown>, index: number, total: number): string {
  const which = pathWords(path, index, total);
  const head = which === '' ? '' : `**${path.disposition}** ${which}`;
  const ways = waysOf(path).map(({ name, hops }) => `${name}\n\n${table(hops)}`);
  return [head, reason(path), ...ways].filter(Boolean).join('\n\n');
}

function reason({ reason: why, code: check }: TracePath<unknown>): string {
  if (why === undefined) return '';
  return `${text(why)}${check === undefined ? '' : ` (${code(check)})`}`;
}

const HEAD = '| namespace | device | what happened | src > dst | ttl | encapsulation |\n|---|---|---|---|---|---|';

function table(hops: readonly Hop<unknown>[]): string {
  return [HEAD, ...rowsOf(hops).map(tableRow)].join('\n');
}

function tableRow({ namespace, devices, what, packet, ttl, encapsulation }: Row): string {
  const device = devices.map(code).join(' ');
  const cells = [text(namespace), device, text(what.join('; ')), code(packet), ttl, text(encapsulation)];
  return `| ${cells.join(' | ')} |`;
}

/** Text that a Markdown renderer shows as it stands, in a table too. */
export function text(plain: string): string {
  return plain.replace(/[\\`*_{}[\]<>#|~]/g, '\\$&').replace(/\s+/g, ' ');
}

/** A code span. A backtick cannot be escaped in one, and a pipe ends a table's cell even there. */
export function code(plain: string): string {
  return plain === '' ? '' : `\`${plain.replaceAll('`', "'").replaceAll('|', '\\|').replace(/\s+/g, ' ')}\``;
}
