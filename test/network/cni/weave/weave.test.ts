import { describe, expect, test } from 'vitest';
import type { ShownTable } from '../../../../network/machines/show/show.ts';
import { example } from '../../../support/examples.ts';
import { networkOf, tracesOf, ttlsOf, verdictsOf } from '../../../support/models.ts';
import { printed } from '../vpc-models.ts';

const model = (options = '') => `
  network lan { cidr 172.16.0.0/24 gateway 172.16.0.1 }
  cluster c {
    podCIDR 10.32.0.0/12
    cni weave { ${options} }
    dns coredns { replicas 0 }
    node n1 { in lan ip 172.16.0.11 }
    node n2 { in lan ip 172.16.0.12 }
    namespace default { pod a { on n1 } pod b { on n2 } }
  }
  trace default/a -> default/b ICMP
  trace n1 -> default/b ICMP`;

describe('what the tools print', () => {
  const cases: [string, ShownTable, string, string[]][] = [
    [
      'a node: one route for all pods',
      'routes',
      'n2',
      [
        'default via 172.16.0.1 dev eth0',
        '10.32.0.0/12 dev weave proto kernel scope link src 10.47.255.254',
        '172.16.0.0/24 dev eth0 proto kernel scope link src 172.16.0.12',
      ],
    ],
    [
      'a pod: the network on-link, the rest by its node’s bridge',
      'routes',
      'default/a',
      [
        'default via 10.32.0.1 dev eth0',
        '10.32.0.0/12 dev eth0 proto kernel scope link src 10.32.0.2',
        '224.0.0.0/4 dev eth0 scope link',
      ],
    ],
  ];
  test.each(cases)('%s', async (_, table, machine, lines) => {
    expect(await printed(model(), machine, table)).toEqual(lines);
  });

  const devices = async (options: string) => {
    const lines = await printed(model(options), 'n1', 'links');
    return lines.flatMap(
      (line) => /^\d+: ([\w@-]+): .* mtu (\d+) qdisc \w+( master \w+)?/.exec(line)?.slice(1, 4) ?? [],
    );
  };
  test('fast datapath: a datapath, its two ports and the bridge’s', async () => {
    expect((await devices('')).join(' ')).toContain('weave 1376  vethwepl');
    expect((await devices('')).slice(-12).map((word) => word ?? '')).toEqual([
      'datapath',
      '1376',
      '',
      'vethwe-datapath@vethwe-bridge',
      '1376',
      ' master datapath',
      'vethwe-bridge@vethwe-datapath',
      '1376',
      ' master weave',
      'vxlan-6784',
      '65535',
      ' master datapath',
    ]);
  });
  test('sleeve: no datapath, a veth that is captured', async () => {
    expect((await devices('mode sleeve')).slice(-6)).toEqual([
      'vethwe-pcap@vethwe-bridge',
      '1376',
      undefined,
      'vethwe-bridge@vethwe-pcap',
      '1376',
      ' master weave',
    ]);
  });
  test('another mtu', async () => {
    expect((await devices('mtu 8916')).slice(3, 5)).toEqual(['eth0', '1500']);
    expect((await devices('mtu 8916')).slice(6, 8)).toEqual(['weave', '8916']);
  });

  test('the chain WEAVE', async () => {
    const rules = (await printed(model(), 'n1', 'iptables')).filter(
      (line) => /WEAVE/.test(line) && line.startsWith('-A'),
    );
    expect(rules).toEqual([
      '-A POSTROUTING -j WEAVE',
      '-A WEAVE -m set --match-set weaver-no-masq-local dst -m comment --comment "Prevent SNAT to locally running containers" -j RETURN',
      '-A WEAVE -s 10.32.0.0/12 -d 224.0.0.0/4 -j RETURN',
      '-A WEAVE ! -s 10.32.0.0/12 -d 10.32.0.0/12 -j MASQUERADE',
      '-A WEAVE -s 10.32.0.0/12 ! -d 10.32.0.0/12 -j MASQUERADE',
    ]);
  });
});

describe('across nodes', () => {
  test.each([
    ['', 'vxlan', 6784, 50],
    ['mode sleeve', 'sleeve', 6783, 62],
  ] as const)('%s: nobody routes, TTL 64 arrives, %s to UDP %i', async (options, kind, port, overhead) => {
    const results = await tracesOf(model(options));
    expect(results.length).toBeGreaterThan(0);
    for (const { paths } of results) {
      const [path] = paths;
      expect(path!.disposition).toBe('DELIVERED');
      expect(ttlsOf(path!).at(-1)).toEqual(['default/b', 64, 64]);
      const frames = path!.forward.flatMap(({ steps }) =>
        steps.flatMap((step) => ('frame' in step ? (step.frame ?? []) : [])),
      );
      const wrapped = frames.flatMap(({ encapsulation }) => (encapsulation ?? []).map((outer) => outer));
      expect(wrapped.length).toBeGreaterThan(0);
      for (const outer of wrapped) expect(outer).toMatchObject({ kind, port, length: 84 + overhead });
    }
  });

  test('a MAC that nobody has goes nowhere', async () => {
    const network = await networkOf(model());
    const datapath = network.namespace('node:c/n1')!.devices.get('datapath')!;
    expect(datapath.kind === 'openvswitch' && datapath.flows.get('02:00:00:00:00:01')).toBeUndefined();
  });
});

test.each(['weave.knet', 'weave-sleeve.knet'])('%s: every statement holds', async (name) => {
  const found = await verdictsOf(example(name));
  expect(found.length).toBeGreaterThan(4);
  expect(found.filter((verdict) => verdict !== 'holds')).toEqual([]);
});
