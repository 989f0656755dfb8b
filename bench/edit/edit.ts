import type { FileSystemProvider } from 'langium';
import { EmptyFileSystem } from 'langium';
import type { Connection } from 'vscode-languageserver/node';
import { startServer } from '../../server/server.ts';
import { ms, sideBySide, table, times } from '../measure.ts';
import { textOf } from '../text.ts';
import { Client, type Published } from './client.ts';
import { servePlainLangium } from './plain-langium.ts';

const SIZES: readonly (readonly [lines: number, rounds: number])[] = [
  [1_000, 30],
  [10_000, 15],
  [50_000, 7],
];

/** Milliseconds from a keystroke to the diagnostics that it causes, of knet and of Langium as it comes. */
export async function edit(): Promise<void> {
  const rows: string[][] = [];
  for (const [lines, rounds] of SIZES) rows.push(await measure(lines, rounds));
  table(
    'Edit to diagnostics over LSP. A name: breaks or mends a reference. An address: breaks or mends a check.',
    ['lines', 'knet, a name', 'knet, an address', 'plain Langium, a name', 'ratio, a name', 'ratio, an address'],
    rows,
  );
}

async function measure(lines: number, rounds: number): Promise<string[]> {
  const text = textOf(lines);
  const knet = await opened(text, serveKnet);
  const langium = await opened(text, servePlainLangium);
  const [name, address, plain] = await sideBySide(
    rounds,
    toggle(knet, ['on       n1\n', 'on       n1x\n'], has(/n1x/)),
    toggle(knet, ['ip 192.168.0.10 ', 'ip 10.0.0.1 '], has(/IP-OUTSIDE/)),
    toggle(langium, ['on       n1\n', 'on       n1x\n'], has(/n1x/)),
  );
  return [
    String(text.split('\n').length),
    ms(name!),
    ms(address!),
    ms(plain!),
    times(plain! / name!),
    times(plain! / address!),
  ];
}

async function opened(text: string, serve: (connection: Connection) => void) {
  const client = new Client(serve);
  await client.open(text);
  return client;
}

/** Two edits, there and back; their mean is what counts. */
function toggle(client: Client, [off, on]: readonly [string, string], broken: (found: Published) => boolean) {
  return async () => {
    const there = await client.replace(off, on, broken);
    const back = await client.replace(on, off, (found) => !broken(found));
    return (there + back) / 2;
  };
}

const has = (what: RegExp) => (found: Published) => found.some(({ code, message }) => what.test(`${code} ${message}`));

const noLayout = () => Promise.reject(new Error('nothing is drawn here'));

function serveKnet(connection: Connection): void {
  const files = EmptyFileSystem.fileSystemProvider as () => FileSystemProvider;
  startServer(connection, { createLayout: () => noLayout }, files);
}
