/// <reference types="node" />
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatAddress } from '../../../network/address/address.ts';
import { address } from '../../../network/address/parse.ts';
import { knet } from '../../support/cli.ts';

/*
 * Folders with `manifests/` and an `expected.txt` of lines `SRC => DST : CONN`, under the conventions that
 * test/fixtures/networkpolicy/README.md tells. Only the text is compared: nothing here knows a policy.
 */

const WHOLE = 'SCTP 1-65535,TCP 1-65535,UDP 1-65535';

/** Connections by `SRC => DST`, neighbours among external ranges made one. */
type Connections = ReadonlyMap<string, string>;

/** The cases below a folder: those of its folders that have an `expected.txt`, or itself. */
export function casesIn(folder: string): string[] {
  if (existsSync(join(folder, 'expected.txt'))) return [folder];
  const names = readdirSync(folder).sort();
  return names.map((name) => join(folder, name)).filter((path) => existsSync(join(path, 'expected.txt')));
}

/** What `knet reach` says differently; empty when it agrees. Lines begin with `+` for what only knet says. */
export async function differences(folder: string): Promise<string[]> {
  const expected = readExpected(readFileSync(join(folder, 'expected.txt'), 'utf8'));
  const found = await askKnet(join(folder, 'manifests'));
  const lines = (own: Connections, other: Connections, sign: string) =>
    [...own].filter(([pair, ports]) => other.get(pair) !== ports).map(([pair, ports]) => `${sign} ${pair} : ${ports}`);
  return [...lines(expected, found, '-'), ...lines(found, expected, '+')];
}

function readExpected(text: string): Connections {
  const rows = text.split('\n').filter((line) => line.includes('=>'));
  return merged(
    rows.map((row) => {
      const [, source, destination, ports] = /^(.*) => (.*) : (.*)$/.exec(row.trim())!;
      return { source: source!, destination: destination!, ports: portsOf(ports!) };
    }),
  );
}

/** `TCP 1-9089,9091-65535,UDP 53`: a protocol counts until the next one. */
function portsOf(text: string): string {
  if (text === 'All Connections') return WHOLE;
  const ports: { protocol: string; range: string }[] = [];
  for (const part of text.split(',')) {
    const [, protocol, range] = /^\s*(?:([A-Z]+) )?(.*)$/.exec(part)!;
    ports.push({ protocol: protocol ?? ports.at(-1)!.protocol, range: range! });
  }
  return canonical(ports);
}

const canonical = (ports: readonly { protocol: string; range: string }[]) =>
  ports
    .map(({ protocol, range }) => `${protocol} ${range}`)
    .sort()
    .join();

async function askKnet(folder: string): Promise<Connections> {
  const { code, out, err } = await knet(['reach', folder, '--format', 'json', '--ipblock-pods', 'exclude']);
  if (code !== 0) throw new Error(`knet reach ${folder} ended with ${code}: ${err}`);
  const { connections } = JSON.parse(out) as {
    connections: { source: string; destination: string; ports: { protocol: string; from: number; to: number }[] }[];
  };
  return merged(
    connections.map(({ source, destination, ports }) => ({
      source,
      destination,
      ports: canonical(
        ports.map(({ protocol, from, to }) => ({ protocol, range: from === to ? `${from}` : `${from}-${to}` })),
      ),
    })),
  );
}

interface Row {
  readonly source: string;
  readonly destination: string;
  readonly ports: string;
}

/** External ranges that touch and have the same connections with the same peer become one. */
function merged(rows: readonly Row[]): Connections {
  const found = new Map<string, string>();
  const ranges = new Map<string, { first: number; last: number }[]>();
  for (const { source, destination, ports } of rows) {
    const [external, pattern] = /\[External\]$/.test(source)
      ? [source, `* => ${destination}`]
      : [destination, `${source} => *`];
    if (!/\[External\]$/.test(external)) found.set(`${source} => ${destination}`, ports);
    else {
      const key = `${pattern} : ${ports}`;
      ranges.set(key, [...(ranges.get(key) ?? []), rangeOf(external)]);
    }
  }
  for (const [key, list] of ranges) {
    const [pattern, ports] = key.split(' : ');
    for (const { first, last } of joined(list)) {
      found.set(pattern!.replace('*', `${formatAddress(first)}-${formatAddress(last)}[External]`), ports!);
    }
  }
  return found;
}

function rangeOf(text: string) {
  const [first, last] = text.replace('[External]', '').split('-');
  return { first: address(first!) as number, last: address(last!) as number };
}

function joined(ranges: readonly { first: number; last: number }[]) {
  const all: { first: number; last: number }[] = [];
  for (const { first, last } of [...ranges].sort((a, b) => a.first - b.first)) {
    const previous = all.at(-1);
    if (previous && previous.last + 1 >= first) previous.last = Math.max(previous.last, last);
    else all.push({ first, last });
  }
  return all;
}
