import { describe, expect, test } from 'vitest';
import { traceMarkdown } from '../../analysis/trace/markdown.ts';
import { rowsOf } from '../../analysis/trace/rows.ts';
import { frame, ping } from '../support/traces.ts';

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
    const row = lines.find((line) => line.includes('VXLAN VNI 1') && line.includes('`eth0`'));
    expect(row).toContain('| 63 | VXLAN VNI 1 172.16.0.1 \\> 172.16.0.2:8472, 134 bytes |');
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
  const { forward } = ping.paths[0]!;

  test('are one for each change, with what led to it', () => {
    const rows = rowsOf(forward).map(({ namespace, devices, what }) => [namespace, devices.join(), what.length]);
    expect(rows).toEqual([
      ['default/a', 'eth0', 3],
      ['node-a', 'veth0|1', 1],
      ['', 'eth0', 3],
      ['default/b', '', 1],
    ]);
  });

  test('are shared by a port and its bridge', () => {
    const steps = ['veth1', 'cni0'].map((device) => ({ type: 'receive' as const, device, frame: frame(64) }));
    expect(rowsOf([{ namespace: 'node-a', kind: 'node', steps }]).map(({ devices }) => devices)).toEqual([
      ['veth1', 'cni0'],
    ]);
  });

  test('repeat neither addresses nor tunnel', () => {
    expect(rowsOf(forward).map(({ packet }) => packet !== '')).toEqual([true, false, false, false]);
    const tunnelled = [{ ...forward[1]!, steps: forward[1]!.steps.slice(3) }];
    const again = rowsOf([...tunnelled, { ...tunnelled[0]!, namespace: 'node-b' }]);
    expect(again.map(({ encapsulation }) => encapsulation.length > 5)).toEqual([true, false]);
  });

  test('leave out what goes without saying, and nothing else', () => {
    const steps = [
      { type: 'neighbour' as const, device: 'eth0', address: '10.0.0.1', mac: '02:00:00:00:00:01' },
      { type: 'mtu' as const, device: 'eth0', mtu: 1500, length: 84, fits: true },
      { type: 'neighbour' as const, device: 'eth0', address: '10.0.0.2' },
      { type: 'mtu' as const, device: 'eth0', mtu: 1450, length: 1451, fits: false },
      { type: 'mtu' as const, device: 'eth1', mtu: 1400, length: 1500, fits: false, fragments: 2 },
    ];
    expect(rowsOf([{ namespace: 'node-a', kind: 'node', steps }])[0]!.what).toEqual([
      'nobody answers for 10.0.0.2',
      '1451 bytes do not fit the MTU 1450 of eth0',
      '1500 bytes do not fit the MTU 1400 of eth1: cut into 2 fragments',
    ]);
  });
});
