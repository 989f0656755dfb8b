import { describe, expect, test } from 'vitest';
import { topologyOf } from '../support/knet.ts';

describe('probes', () => {
  test.each([
    ['trace internet -> 10.0.0.1', {}],
    ['trace internet -> 10.0.0.1:80', { protocol: 'TCP', port: 80 }],
    ['trace internet -> 10.0.0.1:53/UDP', { protocol: 'UDP', port: 53 }],
    ['trace internet -> 10.0.0.1:http', { port: 'http' }],
    [
      'trace internet -> 10.0.0.1 ICMP size 1451 DF ttl 3',
      { protocol: 'ICMP', size: 1451, dontFragment: true, ttl: 3 },
    ],
    ['trace internet -> 10.0.0.1 ICMP size 70000 ttl 256', { protocol: 'ICMP' }],
    ['trace internet -> 10.0.0.1 ICMP size 65535 ttl 255', { protocol: 'ICMP', size: 65535, ttl: 255 }],
  ])('%s', async (text, expected) => {
    const { traces } = await topologyOf(text);
    expect(JSON.parse(JSON.stringify(traces[0]!.probe))).toEqual(expected);
  });

  test('statements say what they want', async () => {
    const { expects } = await topologyOf(`
      cluster c { node m { } namespace n { pod a { } networkPolicy p { podSelector {} } } }
      expect n/a cannot reach internet:443 by networkPolicy n/p
      expect n/a can reach internet without NAT with encapsulation vxlan from source node
      expect n/a can reach internet without encapsulation from source node m
      expect n/a can reach internet from source 10.0.0.1
      expect n/a can reach
    `);
    expect(expects).toMatchObject([
      { can: false, withoutNAT: false, byPolicy: { id: 'c/n/p' } },
      { can: true, withoutNAT: true, encapsulation: { wanted: true, kind: 'vxlan' }, fromSource: 'node' },
      { encapsulation: { wanted: false }, fromSource: { kind: 'node', id: 'c/m' } },
      { fromSource: { kind: 'address', address: 0x0a000001 } },
    ]);
    expect(expects).toHaveLength(4);
  });
});
