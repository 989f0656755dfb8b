import { describe, expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { InlayHint, Range } from 'vscode-languageserver-types';
import { type Client, uriOf, withClient } from '../support/lsp.ts';

const EVERYTHING: Range = { start: { line: 0, character: 0 }, end: { line: 9999, character: 0 } };

const hintsOf = (client: Client, range = EVERYTHING) =>
  client.request<InlayHint[]>('textDocument/inlayHint', { textDocument: { uri: uriOf('a.knet') }, range });

/** The text with its hints in double angle brackets. */
async function hinted(text: string, settings?: unknown, range?: Range): Promise<string> {
  let result = text;
  await withClient({ settings }, async (client) => {
    await client.open('a.knet', text);
    await client.settled();
    const edits = (await hintsOf(client, range)).map(({ position, label }) => ({
      range: { start: position, end: position },
      newText: `«${label}»`,
    }));
    result = TextDocument.applyEdits(TextDocument.create('', 'knet', 0, text), edits);
  });
  return result;
}

const CLUSTER = `network lan { cidr 10.0.0.0/24 }
cluster c {
  podCIDR 10.244.0.0/16
  serviceCIDR 10.96.0.0/20
  cni flannel
  node a { in lan  ip 10.0.0.11  podCIDR 10.244.0.0/24 }
  node b { in lan  ip 10.0.0.12 }
  namespace d {
    deployment web { replicas 3  labels app=web  port 80 }
    service web { selector app=web  port 80 }
    service out { type NodePort  clusterIP 10.96.0.99  selector app=web  port 80 }
    service none { clusterIP None  selector app=web  port 80 }
    service hand { port 80  endpoints 10.0.0.50 }
    service far { type ExternalName  externalName example.org }
  }
}
`;

describe('hints', () => {
  test('say what ranges hold and what Services have been given', async () => {
    const lines = (await hinted(CLUSTER)).split('\n');
    expect(lines.filter((line) => line.includes('«')).map((line) => line.trim())).toEqual([
      'network lan { cidr 10.0.0.0/24 }«254 usable, 2 used»',
      'podCIDR 10.244.0.0/16«256 node ranges of /24, 2 used»',
      'serviceCIDR 10.96.0.0/20«4,094 usable, 5 used»',
      'node a { in lan  ip 10.0.0.11  podCIDR 10.244.0.0/24 }«3 of 110 pods»',
      'service web { selector app=web  port 80 }«10.96.1.1, 3 endpoints»',
      'service out { type NodePort  clusterIP 10.96.0.99  selector app=web  port 80 }«node port 30086, 3 endpoints»',
      'service none { clusterIP None  selector app=web  port 80 }«3 endpoints»',
      'service hand { port 80  endpoints 10.0.0.50 }«10.96.1.2, 1 endpoint»',
    ]);
  });

  test("count by the provider's rule", async () => {
    const vpc = (provider: string) =>
      `vpc v { provider ${provider} cidr 10.0.0.0/16\nsubnet a { cidr 10.0.0.0/24 } }\ncluster c { node n { in v/a  ip 10.0.0.9 } }`;
    expect(await hinted(vpc('aws'))).toContain('10.0.0.0/16«256 of 65,536 in subnets»');
    expect(await hinted(vpc('aws'))).toContain('10.0.0.0/24 } }«251 usable, 1 used»');
    expect(await hinted(vpc('alibaba'))).toContain('10.0.0.0/24 } }«252 usable, 1 used»');
  });

  test.each([
    ['network n { cidr 10.0.0.300/24 10.1.0.0/24 }', '254 usable, 0 used'],
    ['network n { cidr fd00::/64 }', '2^64 usable, 0 used'],
    ['network n { cidr 10.1.0.0/24 fd00::/64 }', '10.1.0.0/24: 254 usable, 0 used; fd00::/64: 2^64 usable, 0 used'],
    ['network n { cidr 10.1.0.0/24  gateway 10.1.0.1 } // where the machines are', '254 usable, 1 used'],
  ])(
    'stand behind all that is written on the line, each with what it speaks of where there are several: %s',
    async (text, hint) => {
      expect(await hinted(text)).toBe(`${text}«${hint}»`);
      expect(await hinted(`${text}  \nhost h`)).toBe(`${text}«${hint}»  \nhost h`);
    },
  );

  test('are those in view', async () => {
    const inView = { start: { line: 2, character: 0 }, end: { line: 3, character: 0 } };
    const lines = (await hinted(CLUSTER, undefined, inView)).split('\n');
    expect(lines.filter((line) => line.includes('«'))).toHaveLength(1);
  });

  test.each([
    ['ranges', { ranges: false }, /^[^«]*service web .*«/],
    ['services', { services: false }, /cidr 10\.0\.0\.0\/24 \}«[\s\S]*service web \{[^«\n]*\n/],
    ['both', { ranges: false, services: false }, /^[^«]*$/],
    ['what makes no sense', { ranges: 'x' }, /cidr 10\.0\.0\.0\/24 \}«/],
  ])('can be switched off: %s', async (_what, inlayHints, expected) => {
    expect(await hinted(CLUSTER, { inlayHints })).toMatch(expected);
  });

  test.each([
    '',
    '\n',
    '}',
    'network',
    'network n { cidr',
    'cluster { podCIDR 10.0.0.0/16 service',
    'cluster c { service s',
  ])('of %j are none, and no mistake', async (text) => expect(await hinted(text)).toBe(text));

  test('have the same places whatever ends the lines', async () => {
    const windows = CLUSTER.replaceAll('\n', '\r\n');
    expect(await hinted(windows)).toBe((await hinted(CLUSTER)).replaceAll('\n', '\r\n'));
  });
});
