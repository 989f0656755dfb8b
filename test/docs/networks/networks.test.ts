/// <reference types="node" />
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { MECHANISMS } from './mechanisms.ts';
import { HEAD, lineOf } from './page.ts';
import { rowOf } from './row.ts';

const folder = fileURLToPath(new URL('../../fixtures/networks/', import.meta.url));

describe('docs/networks.md is what `npm run networks` writes', () => {
  const page = readFileSync(new URL('../../../docs/networks.md', import.meta.url), 'utf8');
  const lines = page.slice(HEAD.length).trimEnd().split('\n');
  test('the words above the table, and a line for each', () => {
    expect(page.startsWith(HEAD)).toBe(true);
    expect(lines).toHaveLength(MECHANISMS.length);
  });
  test.each(MECHANISMS.map((mechanism, index) => ({ ...mechanism, line: lines[index] })))('$name', async (one) => {
    expect(one.line).toBe(await lineOf(one));
  });
});

test('a row for each file', () => {
  const files = globSync('*.knet', { cwd: folder }).map((file) => file.replace('.knet', ''));
  expect(MECHANISMS.map(({ file }) => file).sort()).toEqual(files.sort());
});

/** What the documents of each mechanism say of it, typed in by hand. */
describe('the figures that are known of each', () => {
  const cases: [string, string, string, string, string, 'yes' | 'no' | undefined][] = [
    ['flannel-udp', 'UDP 8285', '1472', '60', 'its own', 'no'],
    ['flannel-vxlan', 'VXLAN, UDP 8472', '1450', '62', 'its own', 'no'],
    ['flannel-direct-routing', 'none', '1450', '62', 'its own', 'no'],
    ['flannel-host-gw', 'none', '1500', '62', 'its own', 'no'],
    ['calico-mesh', 'none', '1500', '62', 'its own', 'yes'],
    ['calico-reflector', 'none', '1500', '62', 'its own', 'yes'],
    ['calico-ipip', 'IPIP, protocol 4', '1480', '62', 'its own', 'yes'],
    ['calico-cross-subnet', 'IPIP, protocol 4', '1480', '62', 'its own', 'yes'],
    ['calico-vxlan', 'VXLAN, UDP 4789', '1450', '62', 'its own', 'yes'],
    ['calico-pools', 'IPIP, protocol 4', '1480', '62', 'its own', 'yes'],
    ['terway-eniip', 'none', '1500', '62', 'its own', 'yes'],
    ['terway-eni', 'none', '1500', '64', 'its own', 'no'],
    ['aws-vpc', 'none', '9001', '62', 'its own', 'yes'],
    ['weave-fastdp', 'VXLAN, UDP 6784', '1376', '64', 'its own', 'yes'],
    ['weave-sleeve', 'sleeve, UDP 6783', '1376', '64', 'its own', 'yes'],
    ['docker-bridge', 'none', '1500', '62', "the machine's", undefined],
    ['docker-macvlan', 'none', '1500', '64', 'its own', undefined],
    ['docker-overlay', 'VXLAN, UDP 4789', '1450', '64', 'its own', undefined],
  ];
  test.each(cases)('%s', async (file, encapsulation, mtu, ttl, seenByPeer, policy) => {
    expect(await rowOf({ name: file, file })).toMatchObject({
      encapsulation,
      mtu,
      ttl,
      seenByPeer,
      ...(policy ? { policy } : {}),
    });
  });
});
