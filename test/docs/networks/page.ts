import { MECHANISMS, type Mechanism } from './mechanisms.ts';
import { type Row, rowOf } from './row.ts';

export const HEAD = `# The networks side by side

One row for each mechanism that the model knows, each with a file of its own in [test/fixtures/networks](../test/fixtures/networks). Written by
\`npm run networks\` from the files' models and traces, and held against them by a test; nothing here is typed by hand.

The packet of a row goes from a container on one machine to one on another. *Route* is the entry that the first machine looks it up
by, *TTL* what is left of 64 where it arrives. *Seen by the other* and *seen outside* tell whose address the packet bears when the
other container, or a machine beyond the cluster, takes it. *Policy* says whether a NetworkPolicy that admits nothing keeps a ping out.

| mechanism | file | devices on the machine | route to the other | encapsulation | MTU | TTL | seen by the other | seen outside | policy |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
`;

/** docs/networks.md. */
export async function networksPage(): Promise<string> {
  const lines: string[] = [];
  for (const mechanism of MECHANISMS) lines.push(`${await lineOf(mechanism)}\n`);
  return `${HEAD}${lines.join('')}`;
}

/** A row of the table. */
export async function lineOf(mechanism: Mechanism): Promise<string> {
  const { name, file } = mechanism;
  return `| ${name} | [${file}](../test/fixtures/networks/${file}.knet) | ${cells(await rowOf(mechanism)).join(' | ')} |`;
}

function cells(row: Row): readonly string[] {
  const { devices, route, encapsulation, mtu, ttl, seenByPeer, seenOutside, policy } = row;
  return [devices, route, encapsulation, mtu, ttl, seenByPeer, seenOutside, policy ?? '–'];
}
