import { peerWords, spansWords } from '../../analysis/reach/words.ts';
import type { Connection } from '../../network/reachability/result.ts';
import type { Io } from '../io.ts';
import { stylesFor } from './colour.ts';

/** A connection, with its cluster's name where the model has several. */
export interface ReachRow {
  readonly cluster: string | undefined;
  readonly connection: Connection;
}

export type ReachFormat = 'table' | 'json' | 'csv' | 'dot' | 'mermaid';

/** Gives the text piece by piece; it may go through the rows more than once. */
type Writer = (rows: () => Iterable<ReachRow>, io: Io) => Iterable<string>;

/** Characters that are written at once: a large cluster has millions of rows, and each write costs a call of the kernel. */
const CHUNK = 65_536;

const writers: Readonly<Record<ReachFormat, Writer>> = { table, json, csv, dot, mermaid };

/** Prints connections as they are found, as long as somebody reads. Nothing of them is kept. */
export async function writeReach(format: ReachFormat, rows: () => Iterable<ReachRow>, io: Io): Promise<void> {
  let chunk = '';
  for (const text of writers[format](rows, io)) {
    chunk += text;
    if (chunk.length < CHUNK) continue;
    io.out(chunk);
    chunk = '';
    if (io.taken && !(await io.taken())) return;
  }
  if (chunk !== '') io.out(chunk);
}

const namesOf = ({ cluster, connection: { source, destination } }: ReachRow) =>
  [peerWords(source, cluster), peerWords(destination, cluster)] as const;

const HEAD = ['SOURCE', 'DESTINATION', 'PORTS'] as const;

function* table(rows: () => Iterable<ReachRow>, io: Io): Generator<string> {
  const widths = [HEAD[0].length, HEAD[1].length] as [number, number];
  for (const row of rows())
    for (const [column, name] of namesOf(row).entries()) widths[column] = Math.max(widths[column]!, name.length);
  const line = (row: readonly string[]) => `${row[0]!.padEnd(widths[0])}  ${row[1]!.padEnd(widths[1])}  ${row[2]}\n`;
  yield stylesFor(io.colour).bold(line(HEAD));
  for (const row of rows()) yield line([...namesOf(row), spansWords(row.connection.ports)]);
}

function* json(rows: () => Iterable<ReachRow>): Generator<string> {
  yield '{\n  "connections": [';
  let separator = '\n';
  for (const row of rows()) {
    const [source, destination] = namesOf(row);
    yield `${separator}    ${JSON.stringify({ source, destination, ports: row.connection.ports })}`;
    separator = ',\n';
  }
  yield `${separator === '\n' ? '' : '\n  '}]\n}\n`;
}

/** RFC 4180, a line for each range of ports. */
function* csv(rows: () => Iterable<ReachRow>): Generator<string> {
  yield 'source,destination,protocol,from,to\r\n';
  for (const row of rows()) {
    const names = namesOf(row).map(quoted);
    for (const { protocol, from, to } of row.connection.ports) yield `${[...names, protocol, from, to].join()}\r\n`;
  }
}

const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Graphviz: an arrow for each connection, its ports on it unless it has all. */
function* dot(rows: () => Iterable<ReachRow>): Generator<string> {
  yield 'digraph reach {\n  rankdir=LR\n  node [shape=box]\n';
  for (const row of rows()) {
    const [source, destination] = namesOf(row).map((name) => JSON.stringify(name));
    const ports = spansWords(row.connection.ports);
    yield `  ${source} -> ${destination}${ports === 'all' ? '' : ` [label=${JSON.stringify(ports)}]`}\n`;
  }
  yield '}\n';
}

function* mermaid(rows: () => Iterable<ReachRow>): Generator<string> {
  const ids = new Map<string, string>();
  yield 'flowchart LR\n';
  for (const row of rows()) {
    for (const name of namesOf(row)) {
      if (ids.has(name)) continue;
      ids.set(name, `p${ids.size}`);
      yield `  ${ids.get(name)}["${escaped(name)}"]\n`;
    }
    const [source, destination] = namesOf(row).map((name) => ids.get(name));
    const ports = spansWords(row.connection.ports);
    yield `  ${source} -->${ports === 'all' ? '' : `|"${escaped(ports)}"|`} ${destination}\n`;
  }
}

/** Mermaid knows entities that begin with #, and nothing else that could stand for what means something to it. */
const escaped = (text: string) => text.replace(/["#<>&]/g, (one) => `#${one.charCodeAt(0)};`);
