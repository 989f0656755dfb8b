import { describe, expect, test } from 'vitest';
import { formatAddress } from '../../../network/address/address.ts';
import { formatRule } from '../../../network/linux/iptables.ts';
import { fixture } from '../../support/captures.ts';
import { example } from '../../support/examples.ts';
import { ask, KERNEL_LAB, labNetwork, podEnd } from '../../support/kernel-lab.ts';
import { endOf, networkOf, tracesOf, ttlsOf } from '../../support/models.ts';

describe('udp', () => {
  const network = labNetwork(KERNEL_LAB, { type: 'udp', port: 8285 });
  const path = (size: number, dontFragment: boolean, ttl = 64) =>
    ask(network, podEnd('p1a'), podEnd('p2a'), { protocol: 'ICMP', size, dontFragment, ttl }).paths[0]!;

  test('flanneld lowers the TTL twice: 64 leaves, 60 arrives', () => {
    const { forward, reply } = path(84, false);
    for (const [hops, ends] of [
      [forward, ['default/p1a', 'default/p2a']],
      [reply!, ['default/p2a', 'default/p1a']],
    ] as const) {
      expect(ttlsOf({ disposition: 'DELIVERED', count: 1, probability: 1, forward: hops })).toEqual([
        [ends[0], 64, 64],
        [ends === undefined ? '' : hops[1]!.namespace, 64, 62],
        ['lan', 62, 62],
        [hops[3]!.namespace, 62, 60],
        [ends[1], 60, 60],
      ]);
    }
  });
  test('the outer packet is UDP from 8285 to 8285, 28 bytes longer', () => {
    const wire = path(84, false).forward.find((hop) => hop.kind === 'segment')!.steps[0]!;
    expect(wire).toMatchObject({
      frame: { length: 84, encapsulation: [{ kind: 'udp', port: 8285, length: 112, source: '172.16.130.244' }] },
    });
  });
  test('1472 fit to the byte, 1473 with DF do not leave the pod', () => {
    expect(endOf(path(1472, true))).toBe('DELIVERED at default/p2a');
    expect(endOf(path(1473, true))).toBe('MTU_EXCEEDED MTU-OVERLAY at default/p1a');
  });
  test.each([
    [2, 'TTL_EXCEEDED at node1'],
    [3, 'TTL_EXCEEDED at node2'],
    [1, 'TTL_EXCEEDED at node1 told default/p1a'],
    [4, 'TTL_EXCEEDED at node2 told default/p1a'],
    [5, 'DELIVERED at default/p2a'],
  ])('TTL %i: flanneld says nothing of what it throws away', (ttl, end) =>
    expect(endOf(path(84, false, ttl))).toBe(end),
  );
  test('no lease: flanneld itself says so, from the address of the TUN, but not to a ping', async () => {
    const text = example('kernel-lab.knet').replace('backend vxlan', 'backend udp');
    const [ping, tcp] = await tracesOf(`${text}\ntrace default/p1a -> 10.244.9.9\ntrace default/p1a -> 10.244.9.9:80`);
    expect(endOf(ping!.paths[0]!)).toBe('NO_ROUTE at node1');
    // It bears an address of the machine that it comes in to: to that kernel a martian (`fib_validate_source`).
    expect(endOf(tcp!.paths[0]!)).toBe('NO_ROUTE at node1 told node1');
    expect(tcp!.paths[0]!.error!.at(-1)!.steps.at(-1)).toMatchObject({ disposition: 'REVERSE_PATH_FILTERED' });
    expect(tcp!.paths[0]!.error![0]!.steps[0]).toMatchObject({
      frame: { source: '10.244.0.0', destination: '10.244.0.10', icmp: 'type 3 code 0', ttl: 8, length: 56 },
    });
  });
  test('devices and addresses are those of a real node', async () => {
    const text = example('flannel-vxlan.knet').replace(/backend vxlan \{[^}]*\}/, 'backend udp');
    const master = (await networkOf(text)).namespace('node:demo/master')!;
    const lines = [...master.devices.values()]
      .filter(({ kind }) => kind !== 'loopback' && kind !== 'veth')
      .map(({ name, mtu, mac, addresses }) => {
        const own = addresses.map(({ address, length }) => `${formatAddress(address)}/${length}`);
        return [name, `mtu ${mtu}`, mac ?? '(no MAC)', ...own];
      });
    const captured = fixture('flannel-udp.ip-address.txt').trimEnd().split('\n');
    expect(lines.map((words) => words.join(' ')).sort()).toEqual(
      captured.map((line) => line.replace(/ {2,}/g, ' ')).sort(),
    );
  });
});

const ack = (more = '') => `
  vpc shop {
    provider alibaba  cidr 192.168.0.0/16
    vSwitch h { cidr 192.168.0.0/20 }
    vSwitch i { cidr 192.168.16.0/20 }
    ${more}
  }
  host db { in shop/h  ip 192.168.0.30  listen 3306/TCP }
  cluster c {
    podCIDR 172.20.0.0/16
    cni flannel { backend alivpc }
    node n1 { in shop/h  ip 192.168.0.11 }
    node n2 { in shop/i  ip 192.168.16.11 }
    namespace default {
      pod a { on n1 }
      pod b { on n2  port 80/TCP }
    }
  }
  trace default/a -> default/b
  trace default/b -> default/a
  trace db -> default/b
  trace default/a -> 172.20.9.9
`;

describe('alivpc', () => {
  const ends = async (more?: string) => (await tracesOf(ack(more))).map(({ paths }) => endOf(paths[0]!));
  test('pods meet over the route table of the VPC, without encapsulation', async () => {
    const [result] = await tracesOf(ack());
    const { forward } = result!.paths[0]!;
    expect(ttlsOf(result!.paths[0]!).at(-1)).toEqual(['default/b', 61, 61]);
    expect(forward.map(({ namespace }) => namespace)).toEqual([
      'default/a',
      'n1',
      'shop/h',
      'shop router',
      'shop/i',
      'n2',
      'default/b',
    ]);
    const rules = forward[3]!.steps.flatMap((step) => (step.type === 'route' ? [`${step.table}: ${step.rule}`] : []));
    expect(rules).toEqual(['system: 172.20.1.0/24 via 192.168.16.11 dev eth1 proto static']);
  });
  test('what no entry leads to dies at the router, which says nothing', async () => {
    expect(await ends()).toEqual([
      'DELIVERED at default/b',
      'DELIVERED at default/a',
      'DELIVERED at default/b',
      'NO_ROUTE at shop router',
    ]);
  });
  test('a lost entry cuts that node off', async () => {
    const missing = await ends('routeTable main { missing 172.20.1.0/24 }');
    expect(missing).toEqual([
      'NO_ROUTE VPC-ROUTE-MISSING at shop router',
      'REPLY_LOST VPC-ROUTE-MISSING at default/a',
      'NO_ROUTE VPC-ROUTE-MISSING at shop router',
      'NO_ROUTE at shop router',
    ]);
  });
  test('a subnet with a table of its own does not see the entries', async () => {
    const tables = 'routeTable main { }  routeTable other { subnets shop/i  route 172.20.0.0/24 via 192.168.0.11 }';
    expect((await ends(tables)).slice(0, 2)).toEqual(['DELIVERED at default/b', 'DELIVERED at default/a']);
    const empty = 'routeTable main { }  routeTable other { subnets shop/i }';
    expect((await ends(empty)).slice(0, 2)).toEqual(['REPLY_LOST at default/b', 'NO_ROUTE at shop router']);
  });
  test('a blackhole entry swallows', async () => {
    expect((await ends('routeTable main { route 172.20.1.0/25 blackhole }'))[0]).toBe('BLACKHOLE at shop router');
  });
});

test('filter FORWARD accepts the pods both ways', () => {
  const { netfilter } = labNetwork(KERNEL_LAB).namespace('node:lab/node1')!;
  const rules = ['FORWARD', 'FLANNEL-FWD']
    .flatMap((chain) => netfilter.chain('filter', chain).map((rule) => formatRule(chain, rule)))
    .filter((rule) => rule.includes('flanneld'));
  expect(rules).toEqual([
    '-A FORWARD -m comment --comment "flanneld forward" -j FLANNEL-FWD',
    '-A FLANNEL-FWD -s 10.244.0.0/16 -m comment --comment "flanneld forward" -j ACCEPT',
    '-A FLANNEL-FWD -d 10.244.0.0/16 -m comment --comment "flanneld forward" -j ACCEPT',
  ]);
});

test('subnet.env and the lease', () => {
  const { files } = labNetwork(KERNEL_LAB).namespace('node:lab/node1')!;
  expect(files.get('/run/flannel/subnet.env')!()).toBe(
    'FLANNEL_NETWORK=10.244.0.0/16\nFLANNEL_SUBNET=10.244.0.1/24\nFLANNEL_MTU=1450\nFLANNEL_IPMASQ=true\n',
  );
  expect(files.get('flannel.alpha.coreos.com')!()).toContain('flannel.alpha.coreos.com/public-ip: 172.16.130.244');
});

describe('the edge of the network', () => {
  const model = (question: string, ipMasq = 'true') => `
    network lan { cidr 10.1.0.0/24  gateway 10.1.0.1 }
    network far { cidr 10.2.0.0/24  gateway 10.2.0.1 }
    host h { in lan  ip 10.1.0.9 }
    host x { in far  ip 10.2.0.9 }
    cluster c {
      podCIDR 10.244.0.0/16
      cni flannel { backend host-gw  ipMasq ${ipMasq} }
      node n { in lan  ip 10.1.0.5 }
      namespace default { pod a { on n }  service s { clusterIP 10.96.0.10  port 80/TCP } }
    }
    trace ${question}
  `;
  test.each([
    ['h -> internet', 'true', 'EXITS_NETWORK at 10.1.0.1'],
    ['h -> 8.8.8.8:53/UDP', 'true', 'EXITS_NETWORK at 10.1.0.1'],
    ['default/a -> internet:443', 'true', 'EXITS_NETWORK at 10.1.0.1'],
    ['default/a -> internet:443', 'false', 'SOURCE_CHECK_FAILED EGRESS-NO-NAT at 10.1.0.1'],
    ['h -> service default/s:80', 'true', 'NO_ROUTE CLUSTERIP-OUTSIDE at 10.1.0.1 told h'],
    ['h -> default/a', 'true', 'NO_ROUTE at 10.1.0.1 told h'],
    ['h -> x', 'true', 'INSUFFICIENT_INFO at 10.1.0.1'],
    ['h -> 10.1.0.1', 'true', 'INSUFFICIENT_INFO at 10.1.0.1'],
  ])('%s, ipMasq %s: %s', async (question, ipMasq, end) => {
    const [result] = await tracesOf(model(question, ipMasq));
    expect(endOf(result!.paths[0]!)).toBe(end);
  });
});
