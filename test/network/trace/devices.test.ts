import { describe, expect, test } from 'vitest';
import { address, prefix } from '../../../network/address/parse.ts';
import { addAddress, addDevice } from '../../../network/linux/configure.ts';
import { type Device, neighbourTable } from '../../../network/linux/device.ts';
import type { NetworkNamespace } from '../../../network/linux/namespace.ts';
import type { Rule } from '../../../network/linux/rule.ts';
import { ask, hostEnd, KERNEL_LAB, labNetwork, podEnd } from '../../support/kernel-lab.ts';
import { endOf, tracesOf } from '../../support/models.ts';

const base = (name: string, mtu = 1500) => ({ name, mtu, up: true, addresses: [], neighbours: neighbourTable() });
const put = (namespace: NetworkNamespace, device: Device, own?: string) => {
  addDevice(namespace, device);
  if (own) addAddress(namespace, device, address(own), 32);
};

/** host-gw nodes that reach each other's pods by the given device instead. */
function over(device: () => Device, route: { via?: string } = {}) {
  const change = (own: string, pods: string, gateway: string) => (node: NetworkNamespace) => {
    put(node, device(), own);
    node.main.add({
      type: 'unicast',
      destination: prefix(pods),
      scope: 'global',
      device: device().name,
      metric: -1,
      onlink: true,
      ...(route.via === undefined ? {} : { via: address(gateway) }),
    });
  };
  const mutate = {
    'node:lab/node1': change('10.244.0.254', '10.244.1.0/24', '172.16.130.140'),
    'node:lab/node2': change('10.244.1.254', '10.244.0.0/24', '172.16.130.244'),
  };
  return labNetwork(KERNEL_LAB, { type: 'host-gw' }, { mutate });
}

test('IPIP: 20 bytes more, the gateway is the other end, the outer TTL is the inner one', () => {
  const network = over(() => ({ kind: 'ipip', ...base('tunl0', 1480) }), { via: 'node' });
  const [path] = ask(network, podEnd('p1a'), podEnd('p2a')).paths;
  expect(endOf(path!)).toBe('DELIVERED at default/p2a');
  const wire = path!.forward.find(({ kind }) => kind === 'segment')!.steps[0];
  expect(wire).toMatchObject({
    frame: {
      ttl: 63,
      length: 84,
      encapsulation: [{ kind: 'ipip', source: '172.16.130.244', destination: '172.16.130.140', length: 104, ttl: 63 }],
    },
  });
  const [big] = ask(network, podEnd('p1a'), podEnd('p2a'), { protocol: 'ICMP', size: 1481, dontFragment: true }).paths;
  expect(endOf(big!)).toBe('MTU_EXCEEDED MTU-OVERLAY at node1 told default/p1a');
});

test('a dummy device swallows', () => {
  const network = over(() => ({ kind: 'dummy', mac: '02:00:00:00:00:99', ...base('dummy0') }));
  network
    .namespace('node:lab/node1')!
    .devices.get('dummy0')!
    .neighbours.set({
      address: address('10.244.1.10'),
      mac: '02:00:00:00:00:98',
      state: 'PERMANENT',
    });
  expect(endOf(ask(network, podEnd('p1a'), podEnd('p2a')).paths[0]!)).toBe('BLACKHOLE at node1');
});

test('a TUN that no process reads', () => {
  const network = over(() => ({ kind: 'tun', ...base('tun0') }));
  expect(endOf(ask(network, podEnd('p1a'), podEnd('p2a')).paths[0]!)).toBe('BLACKHOLE at node1');
});

test('proxy ARP answers for what the machine would forward by another device', () => {
  const end = (proxy: string, to: string) => {
    const mutate = {
      'host:ext': ({ main }: NetworkNamespace) =>
        main.add({ type: 'unicast', destination: prefix('10.244.0.0/16'), device: 'eth0', scope: 'link' }),
      'node:lab/node1': ({ sysctls }: NetworkNamespace) => void sysctls.set('net.ipv4.conf.eth0.proxy_arp', proxy),
    };
    return endOf(ask(labNetwork(KERNEL_LAB, {}, { mutate }), hostEnd('ext'), podEnd(to)).paths[0]!);
  };
  expect(end('0', 'p1a')).toBe('NEIGHBOUR_UNREACHABLE at ext told ext');
  expect(end('1', 'p1a')).toBe('DELIVERED at default/p1a');
});

describe('chance', () => {
  const dnat = (target: string, probability?: number): Rule => ({
    matches: [
      { kind: 'destination', prefix: prefix('192.0.2.1/32') },
      ...(probability === undefined ? [] : [{ kind: 'statistic', probability } as const]),
    ],
    target: { kind: 'DNAT', address: address(target) },
  });
  const network = labNetwork(
    KERNEL_LAB,
    {},
    {
      mutate: {
        'node:lab/node1': ({ netfilter }) =>
          netfilter.append(
            'nat',
            'PREROUTING',
            dnat('10.244.0.11', 1 / 4),
            dnat('10.244.1.10', 1 / 3),
            dnat('10.244.2.10'),
          ),
      },
    },
  );
  const to = { kind: 'address', address: address('192.0.2.1'), origin: { reader: 'none' } } as const;
  const { paths, remaining } = ask(network, podEnd('p1a'), to, { protocol: 'TCP', port: 80 });

  test('makes a path of every way, with its probability', () => {
    expect(paths.map((path) => [endOf(path), Math.round(path.probability * 100)])).toEqual([
      ['DELIVERED at default/p1b', 25],
      ['DELIVERED at default/p2a', 25],
      ['DELIVERED at default/p3a', 50],
    ]);
    expect(remaining).toBe(0);
  });
  test('with br_netfilter, a destination on the same bridge is bridged: the TTL stays', () => {
    expect(paths[0]!.forward.at(-1)!.steps[0]).toMatchObject({ frame: { ttl: 64, destination: '10.244.0.11' } });
    expect(paths[0]!.reply!.at(-1)!.steps[0]).toMatchObject({ frame: { ttl: 64, source: '192.0.2.1' } });
  });
  test('without it, the answer goes round conntrack and is nobody’s', () => {
    const off = labNetwork(
      KERNEL_LAB,
      {},
      {
        mutate: {
          'node:lab/node1': ({ netfilter, sysctls }) => {
            sysctls.set('net.bridge.bridge-nf-call-iptables', '0');
            netfilter.append('nat', 'PREROUTING', dnat('10.244.0.11'));
          },
        },
      },
    );
    const [path] = ask(off, podEnd('p1a'), to, { protocol: 'TCP', port: 80 }).paths;
    expect(path).toMatchObject({
      disposition: 'REPLY_LOST',
      reason: expect.stringMatching(
        /^the answer does not come back: .* asked 192\.0\.2\.1 port 80, and it comes from 10\.244\.0\.11 port 80$/,
      ),
    });
  });
});

describe('IPv6', () => {
  const text = (question: string, more = '') => `
    network lan { cidr fd00:1::/64  gateway fd00:1::1  mtu 9000 }
    network other { cidr fd00:2::/64  gateway fd00:2::1 }
    router core { connects lan other ${more} }
    host a { in lan  ip fd00:1::5 }
    host b { in other  ip fd00:2::5  listen 80/TCP }
    trace a -> ${question}
  `;
  test.each([
    ['b ICMP size 1501', '', 'MTU_EXCEEDED MTU-OVERLAY at core told a', 'type 2 code 0'],
    ['b ICMP ttl 1', '', 'TTL_EXCEEDED at core told a', 'type 3 code 0'],
    ['fd00:3::1 ICMP', '', 'NO_ROUTE at core told a', 'type 1 code 0'],
    ['fd00:2::99 ICMP', '', 'DELIVERED at fd00:2::99', undefined],
    ['b:53/UDP', '', 'NO_LISTENER at b told a', 'type 1 code 4'],
  ])('%s', async (question, more, end, icmp) => {
    const [result] = await tracesOf(text(question, more));
    expect(endOf(result!.paths[0]!)).toBe(end);
    const first = result!.paths[0]!.error?.[0]?.steps[0];
    expect(first && 'frame' in first ? first.frame?.icmp : undefined).toBe(icmp);
  });
});

describe('a machine that answers no ICMP echo', () => {
  const text = (question: string) => `
    network lan { cidr 10.0.0.0/24 fd00:1::/64 }
    host a { in lan  ip 10.0.0.5 fd00:1::5 }
    host b {
      in lan  ip 10.0.0.6 fd00:1::6  listen 80/TCP
      sysctl net.ipv4.icmp_echo_ignore_all 1
    }
    trace a -> ${question}
  `;
  test.each([
    ['10.0.0.6 ICMP', 'BLACKHOLE at b'],
    ['10.0.0.6:80', 'DELIVERED at b'],
    ['fd00:1::6 ICMP', 'DELIVERED at b'],
  ])('%s', async (question, end) => {
    const [result] = await tracesOf(text(question));
    expect(endOf(result!.paths[0]!)).toBe(end);
  });
});
