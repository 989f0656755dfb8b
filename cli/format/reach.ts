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

type Writer = (rows: Iterable<ReachRow>, io: Io) => void;

/** How connections are printed. Rows are written as they come: a large cluster has millions. */
export const reachWriters: Readonly<Record<ReachFormat, Writer>> = { table, json, csv, dot, mermaid };

const namesOf = ({ cluster, connection: { source, destination } }: ReachRow) =>
  [peerWords(source, cluster), peerWords(destination, cluster)] as const;

function table(rows: Iterable<ReachRow>, io: Io): void {
  const cells = [...rows].map((row) => [...namesOf(row), spansWords(row.connection.ports)] as const);
  const head = ['SOURCE', 'DESTINATION', 'PORTS'] as const;
  const widths = [0, 1].map((column) => Math.max(...[head, ...cells].map((row) => row[column]!.length)));
  const line = (row: readonly string[]) => `${row[0]!.padEnd(widths[0]!)}  ${row[1]!.padEnd(widths[1]!)}  ${row[2]}\n`;
  io.out(stylesFor(io.colour).bold(line(head)));
  for (const row of cells) io.out(line(row));
}

function json(rows: Iterable<ReachRow>, io: Io): void {
  io.out('{\n  "connections": [');
  let separator = '\n';
  for (const row of rows) {
    const [source, destination] = namesOf(row);
    io.out(`${separator}    ${JSON.stringify({ source, destination, ports: row.connection.ports })}`);
    separator = ',\n';
  }
  io.out(`${separator === '\n' ? '' : '\n  '}]\n}\n`);
}

/** RFC 4180, a line for each range of ports. */
function csv(rows: Iterable<ReachRow>, io: Io): void {
  io.out('source,destination,protocol,from,to\r\n');
  for (const row of rows) {
    const names = namesOf(row).map(quoted);
    for (const { protocol, from, to } of row.connection.ports) io.out(`${[...names, protocol, from, to].join()}\r\n`);
  }
}

const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Graphviz: an arrow for each connection, its ports on it unless it has all. */
function dot(rows: Iterable<ReachRow>, io: Io): void {
  io.out('digraph reach {\n  rankdir=LR\n  node [shape=box]\n');
  for (const row of rows) {
    const [source, destination] = namesOf(row).map((name) => JSON.stringify(name));
    const ports = spansWords(row.connection.ports);
    io.out(`  ${source} -> ${destination}${ports === 'all' ? '' : ` [label=${JSON.stringify(ports)}]`}\n`);
  }
  io.out('}\n');
}

function mermaid(rows: Iterable<ReachRow>, io: Io): void {
  const ids = new Map<string, string>();
  io.out('flowchart LR\n');
  const idOf = (name: string) => {
    let id = ids.get(name);
    if (id === undefined) {
      id = `p${ids.size}`;
      ids.set(name, id);
      io.out(`  ${id}["${escaped(name)}"]\n`);
    }
    return id;
  };
  for (const row of rows) {
    const [source, destination] = namesOf(row).map(idOf);
    const ports = spansWords(row.connection.ports);
    io.out(`  ${source} -->${ports === 'all' ? '' : `|"${escaped(ports)}"|`} ${destination}\n`);
  }
}

/** Mermaid knows entities, and nothing else that could stand for a quotation mark. */
const escaped = (text: string) => text.replaceAll('"', '#quot;');
