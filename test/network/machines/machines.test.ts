import { describe, expect, test } from 'vitest';
import { address } from '../../../network/address/parse.ts';
import { formatRoute } from '../../../network/linux/format.ts';
import { createNetwork } from '../../../network/machines/create.ts';
import type { Network } from '../../../network/machines/network.ts';
import { allocator } from '../../../network/topology/allocate.ts';
import type { Topology } from '../../../network/topology/topology.ts';
import { ask, KERNEL_LAB, labNetwork, podEnd } from '../../support/kernel-lab.ts';
import {
  cluster,
  flannel,
  host,
  listen,
  nic,
  node,
  pod,
  router,
  said,
  segment,
  staticRoute,
  topology,
} from '../../support/topology.ts';

const networkOf = (parts: Partial<Topology>): Network => {
  const model = topology(parts);
  return createNetwork(model, allocator(model));
};
const routes = (network: Network, key: string) => network.namespace(key)!.main.all().map(formatRoute);

const racks = {
  segments: [
    segment('rack-1', '192.168.10.0/24', { gateway: '192.168.10.2' }),
    segment('rack-2', '192.168.20.0/24', { gateway: '192.168.20.2', mtu: 1400 }),
    segment('island', '192.168.30.0/24'),
  ],
};

describe('a host', () => {
  const network = networkOf({
    ...racks,
    hosts: [
      host('plain', [nic('eth0', 'rack-1', '192.168.10.9')]),
      host('gateway', [nic('eth0', 'rack-1', '192.168.10.2'), nic('eth1', 'island', '192.168.30.2')]),
      host('two', [nic('eth0', 'island', '192.168.30.9'), nic('eth1', 'rack-2', '192.168.20.9')]),
      host('down', [nic('eth0', 'rack-1', '192.168.10.8', { down: true })]),
      host('own-routes', [nic('eth0', 'rack-1', '192.168.10.7')], {
        routes: [
          staticRoute('0.0.0.0/0', '192.168.10.9'),
          staticRoute('10.0.0.0/8', 'blackhole'),
          staticRoute('10.1.0.0/16', 'plain'),
          staticRoute('10.2.0.0/16', '192.168.20.9'),
        ],
      }),
    ],
  });
  test.each([
    [
      'plain',
      ['default via 192.168.10.2 dev eth0', '192.168.10.0/24 dev eth0 proto kernel scope link src 192.168.10.9'],
    ],
    [
      'gateway',
      [
        '192.168.10.0/24 dev eth0 proto kernel scope link src 192.168.10.2',
        '192.168.30.0/24 dev eth1 proto kernel scope link src 192.168.30.2',
      ],
    ],
    [
      'two',
      [
        'default via 192.168.20.2 dev eth1',
        '192.168.20.0/24 dev eth1 proto kernel scope link src 192.168.20.9',
        '192.168.30.0/24 dev eth0 proto kernel scope link src 192.168.30.9',
      ],
    ],
    ['down', []],
    [
      'own-routes',
      [
        'default via 192.168.10.9 dev eth0',
        'blackhole 10.0.0.0/8',
        '10.1.0.0/16 via 192.168.10.9 dev eth0',
        '192.168.10.0/24 dev eth0 proto kernel scope link src 192.168.10.7',
      ],
    ],
  ])('%s', (name, expected) => expect(routes(network, `host:${name}`)).toEqual(expected));

  test('keeps the route that its kernel refuses', () => {
    const { main } = network.namespace('host:own-routes')!;
    expect(main.refused(address('10.2.0.1'))?.reason).toBe('Nexthop has invalid gateway');
  });
  test('forwards only where it is a gateway', () => {
    const forwards = (name: string) => network.namespace(`host:${name}`)!.sysctls.get('net.ipv4.ip_forward');
    expect([forwards('plain'), forwards('gateway')]).toEqual([undefined, '1']);
  });
  test('has the MTU of its segment, unless its card says another', () => {
    expect(network.namespace('host:two')!.devices.get('eth1')!.mtu).toBe(1400);
    expect(network.namespace('host:two')!.devices.get('eth0')!.mtu).toBe(1500);
  });
});

describe('a router', () => {
  const network = networkOf({
    ...racks,
    routers: [router('core', ['rack-1', 'rack-2'], [staticRoute('10.0.0.0/8', '192.168.10.9')])],
  });
  test('has the gateway addresses of its segments', () => {
    expect(routes(network, 'router:core')).toEqual([
      '10.0.0.0/8 via 192.168.10.9 dev eth0',
      '192.168.10.0/24 dev eth0 proto kernel scope link src 192.168.10.2',
      '192.168.20.0/24 dev eth1 proto kernel scope link src 192.168.20.2',
    ]);
  });
  test('leaves no undeclared gateway', () => expect(network.namespace('gateway:rack-1')).toBeUndefined());
});

test('a gateway that nobody declared is there, and nothing is known of it', () => {
  const network = networkOf(racks);
  const gateway = network.namespace('gateway:rack-1')!;
  expect(gateway.isLocal(address('192.168.10.2'))).toBe(true);
  const card = [...gateway.devices.keys()].find((name) => name !== 'lo')!;
  const across = {
    source: address('192.168.10.7'),
    destination: address('192.168.20.9'),
    protocol: 'ICMP',
    ttl: 64,
    length: 84,
    dontFragment: false,
  } as const;
  expect(gateway.edge!.judge(across, card)).toEqual({
    outcome: 'undecided',
    reason: '192.168.10.2, the gateway of rack-1, is not declared: what it does with a packet is not known',
  });
  expect(network.namespace('gateway:island')).toBeUndefined();
});

describe('keys', () => {
  test('that name nothing', () => {
    const network = labNetwork(KERNEL_LAB);
    for (const key of ['node:lab/nobody', 'pod:lab/default/nobody', 'host:lan', 'what']) {
      expect(network.namespace(key)).toBeUndefined();
    }
  });
  test('of a hostNetwork pod are its node: it listens there', () => {
    const nodes = [node('c/n', '10.244.0.0/24', [nic('eth0', 'lan', '10.1.0.5')])];
    const agent = pod('c/default/agent', 'c/n', undefined, { hostNetwork: true, ports: [listen(9100)] });
    const network = networkOf({
      segments: [segment('lan', '10.1.0.0/24', { gateway: '10.1.0.1' })],
      clusters: [cluster('c', flannel(), nodes, [agent])],
    });
    const [placement] = network.allocate(network.topology.clusters[0]!).podsOn('c/n');
    expect(network.podKey(placement!)).toBe('node:c/n');
    expect(network.namespace('node:c/n')!.listeners).toContainEqual(
      expect.objectContaining({ protocol: 'TCP', port: 9100 }),
    );
    expect([...network.namespace('node:c/n')!.devices.values()].filter(({ kind }) => kind === 'veth')).toEqual([]);
  });
});

describe('machines are built when a packet comes', () => {
  /** A cluster at Kubernetes' limits: 5,000 nodes with 30 pods each. */
  function large(count: number): Network {
    const nodes = Array.from({ length: count }, (_, i) => {
      return node(`big/n${i}`, `10.${64 + (i >> 8)}.${i & 255}.0/24`, [
        nic('eth0', 'lan', `10.0.${i >> 8}.${i & 255 || 0}`),
      ]);
    });
    const web = pod('big/default/web', '', undefined, {
      kind: 'Deployment',
      replicas: count * 30,
      ports: [listen(80)],
    });
    const first = pod('big/default/first', 'big/n7');
    const last = pod('big/default/last', `big/n${count - 1}`);
    return networkOf({
      segments: [segment('lan', '10.0.0.0/16', { gateway: '10.0.255.254' })],
      clusters: [
        cluster('big', flannel(), nodes, [first, last, web], {
          podCIDRs: [said({ first: address('10.64.0.0'), last: address('10.127.255.255'), length: 10 })],
        }),
      ],
    });
  }
  const end = (name: string) => ({ ...podEnd(name), id: `big/default/${name}` }) as ReturnType<typeof podEnd>;

  test('a trace among 150,000 pods on 5,000 nodes touches two nodes and two pods', () => {
    const network = large(5000);
    expect(network.built()).toEqual([]);
    expect(ask(network, end('first'), end('last')).disposition).toBe('DELIVERED');
    expect([...network.built()].sort()).toEqual([
      'node:big/n4999',
      'node:big/n7',
      'pod:big/default/first',
      'pod:big/default/last',
    ]);
  });

  test('a node lists a route, a neighbour and an FDB entry for each other node', () => {
    const vtep = large(300).namespace('node:big/n7')!;
    const device = vtep.devices.get('flannel.1')!;
    expect(vtep.main.all().filter(({ onlink }) => onlink)).toHaveLength(299);
    expect([...device.neighbours.all()]).toHaveLength(299);
    expect(device.kind === 'vxlan' && [...device.fdb.all()]).toHaveLength(299);
  });
});
