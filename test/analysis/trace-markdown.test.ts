import { describe, expect, test } from 'vitest';
import { traceMarkdown } from '../../analysis/trace/markdown.ts';
import { rowsOf } from '../../analysis/trace/rows.ts';
import { ping } from '../support/traces.ts';

describe('a trace in a hover', () => {
  const lines = traceMarkdown(ping).split('\n');

  test('begins with the outcome, the question and the addresses', () => {
    expect(lines[0]).toBe('**DELIVERED** `default/a -> default/b ICMP` (`10.244.0.2 > 10.244.1.2`)');
  });

  test('tells the request before the reply', () => {
    expect(lines.indexOf('request')).toBeGreaterThan(0);
    expect(lines.indexOf('reply')).toBeGreaterThan(lines.indexOf('request'));
  });

  test('has six cells in every row, whatever a name holds', () => {
    const rows = lines.filter((line) => line.startsWith('|'));
    for (const row of rows) expect(row.replaceAll('\\|', '').split('|')).toHaveLength(8);
    expect(rows.join('\n')).toContain('`veth0\\|1`');
  });

  test('shows the tunnel on the device that carries it', () => {
    const row = lines.find((line) => line.includes('vxlan VNI 1') && line.includes('`eth0`'));
    expect(row).toContain('| 63 | vxlan VNI 1 172.16.0.1 \\> 172.16.0.2:8472, 134 bytes |');
  });

  test('says how much it leaves out', () => {
    const paths = Array.from({ length: 6 }, () => ({ ...ping.paths[0]!, probability: 0.15 }));
    expect(traceMarkdown({ ...ping, paths, remaining: 0.1 })).toContain('Not shown: 40 % of the choices.');
  });

  test('says why a packet died, and with which code', () => {
    const path = {
      ...ping.paths[0]!,
      disposition: 'NO_ROUTE' as const,
      reason: 'no entry for 10.244.1.2',
      code: 'BACKEND-L2',
    };
    const text = traceMarkdown({ ...ping, disposition: 'NO_ROUTE', paths: [path] });
    expect(text).toMatch(/^\*\*NO_ROUTE\*\*/);
    expect(text).toContain('no entry for 10.244.1.2 (`BACKEND-L2`)');
  });
});

describe('rows of a trace', () => {
  test('are one for each crossing, with what led to it', () => {
    const rows = rowsOf(ping.paths[0]!.forward).map(({ namespace, device, what }) => [namespace, device, what.length]);
    expect(rows).toEqual([
      ['default/a', '', 1],
      ['', 'eth0', 2],
      ['node-a', 'veth0|1', 1],
      ['', 'eth0', 3],
      ['default/b', '', 1],
    ]);
  });
});
