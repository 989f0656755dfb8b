import { describe, expect, test } from 'vitest';
import { address } from '../../../network/address/parse.ts';
import type { Vxlan } from '../../../network/linux/device.ts';
import { formatNeighbour, formatRoute, formatVxlanEntry } from '../../../network/linux/format.ts';
import { formatRule } from '../../../network/linux/iptables.ts';
import { createNetwork } from '../../../network/machines/create.ts';
import type { Network } from '../../../network/machines/network.ts';
import { allocator } from '../../../network/topology/allocate.ts';
import type { Flannel, FlannelBackend } from '../../../network/topology/cni.ts';
import { fixture } from '../../support/captures.ts';
import { KERNEL_LAB, labNetwork } from '../../support/kernel-lab.ts';
import { cluster, flannel, nic, node, pod, said, segment, topology } from '../../support/topology.ts';

/** One master and two workers with two NICs each, as on the machines where the tables were taken. */
function twoNics(backend: Partial<FlannelBackend> = {}, config: Partial<Flannel> = { iface: said('eth1') }): Network {
  const nics = (management: string, lan: string, macs: readonly [string?, string?] = []) => [
    nic('eth0', 'management', management, { mac: macs[0] ? said(macs[0]) : undefined }),
    nic('eth1', 'cluster-lan', lan, { mac: macs[1] ? said(macs[1]) : undefined }),
  ];
  const master = nics('10.10.88.192', '172.16.130.244', ['fa:90:01:26:bc:00', 'fa:86:b8:79:70:01']);
  const nodes = [
    node('demo/master', '10.244.0.0/24', master, { vtepMac: said('a2:5e:b0:43:09:a7') }),
    node('demo/node-a', '10.244.1.0/24', nics('10.10.88.195', '172.16.130.140'), {
      vtepMac: said('7a:2c:d0:7f:48:3f'),
    }),
    node('demo/node-b', '10.244.2.0/24', nics('10.10.88.170', '172.16.130.164'), {
      vtepMac: said('42:7f:69:c7:cd:37'),
    }),
  ];
  const model = topology({
    segments: [
      segment('management', '10.10.88.0/24', { gateway: '10.10.88.254' }),
      segment('cluster-lan', '172.16.130.0/24'),
    ],
    clusters: [cluster('demo', flannel(backend, config), nodes, [pod('demo/default/a', 'demo/node-a', '10.244.1.96')])],
  });
  return createNetwork(model, allocator(model));
}

const lines = (file: string) => fixture(file).trimEnd().split('\n');
const routesOf = (network: Network, key: string) => network.namespace(key)!.main.all().map(formatRoute);

describe('the tables of a vxlan node are those of a real one', () => {
  const network = twoNics();
  const master = network.namespace('node:demo/master')!;
  const vtep = master.devices.get('flannel.1') as Vxlan;

  test('ip route', () => expect(routesOf(network, 'node:demo/master')).toEqual(lines('flannel-vxlan.ip-route.txt')));
  test('ip neigh show dev flannel.1', () => {
    expect([...vtep.neighbours.all()].map(formatNeighbour)).toEqual(lines('flannel-vxlan.neigh.txt'));
  });
  test('bridge fdb show dev flannel.1', () => {
    const entries = [...vtep.fdb.all()].map(formatVxlanEntry);
    expect(entries.sort()).toEqual(lines('flannel-vxlan.fdb.txt').sort());
  });
  test('ip -d link show flannel.1', () => {
    const text = fixture('flannel-vxlan.link.txt');
    expect(text).toContain(`link/ether ${vtep.mac}`);
    expect(text).toContain(`vxlan id ${vtep.vni} local 172.16.130.244 dev ${vtep.underlay} dstport ${vtep.port}`);
    expect(text).toContain(`mtu ${vtep.mtu}`);
    expect(text.includes('nolearning')).toBe(!vtep.learning);
  });
  test('look-ups find what is listed', () => {
    for (const route of master.main.all()) expect(master.main.matches(route.destination.first)).toContainEqual(route);
    for (const entry of vtep.neighbours.all()) expect(vtep.neighbours.get(entry.address)).toEqual(entry);
    for (const entry of vtep.fdb.all()) expect(vtep.fdb.get(entry.mac)).toEqual(entry);
  });
});

describe('flannel takes a NIC', () => {
  const localOf = (network: Network) => {
    return (network.namespace('node:demo/node-a')?.devices.get('flannel.1') as Vxlan | undefined)?.underlay;
  };
  test('that iface names', () => expect(localOf(twoNics())).toBe('eth1'));
  test('else that of the default route', () => expect(localOf(twoNics({}, {}))).toBe('eth0'));
  test('and is undecided where there is none', () => {
    const network = twoNics({}, { iface: said('eth7') });
    expect(network.namespace('node:demo/node-a')?.gaps.some(({ whole, reason }) => whole && /eth7/.test(reason))).toBe(
      true,
    );
  });
});

describe('per backend', () => {
  test.each([
    [
      'vxlan',
      1450,
      ['10.244.1.0/24 via 10.244.1.0 dev flannel.1 onlink', '10.244.2.0/24 via 10.244.2.0 dev flannel.1 onlink'],
    ],
    ['host-gw', 1500, ['10.244.1.0/24 via 172.16.130.140 dev eth0', '10.244.2.0/24 via 172.16.130.164 dev eth0']],
    ['udp', 1472, []],
    ['alivpc', 1500, []],
  ] as const)('%s: MTU %i and routes to other pods', (type, mtu, routes) => {
    const network = labNetwork(KERNEL_LAB, { type });
    const node = network.namespace('node:lab/node1')!;
    expect(node.devices.get('cni0')?.mtu).toBe(mtu);
    const remote = routesOf(network, 'node:lab/node1').filter((route) => /^10\.244\.[12]\./.test(route));
    expect(remote).toEqual(routes);
  });

  test('VNI and port are as written', () => {
    const device = labNetwork(KERNEL_LAB, { vni: 12, port: 4789 })
      .namespace('node:lab/node1')!
      .devices.get('flannel.12');
    expect(device).toMatchObject({ kind: 'vxlan', vni: 12, port: 4789 });
  });

  test('DirectRouting: as host-gw where the other node is on-link, and no tunnel entries for it', () => {
    const network = labNetwork(KERNEL_LAB, { directRouting: true });
    expect(routesOf(network, 'node:lab/node1')).toContain('10.244.1.0/24 via 172.16.130.140 dev eth0');
    const vtep = network.namespace('node:lab/node1')!.devices.get('flannel.1') as Vxlan;
    expect([...vtep.neighbours.all(), ...vtep.fdb.all()]).toEqual([]);
  });
});

test('a pod has an address of its node, its MAC after it, and three routes', () => {
  const network = twoNics();
  const [placement] = network.allocate(network.topology.clusters[0]!).podsOn('demo/node-a');
  const namespace = network.namespace(network.podKey(placement!))!;
  expect(namespace.devices.get('eth0')).toMatchObject({
    kind: 'veth',
    mac: '0a:58:0a:f4:01:60',
    mtu: 1450,
    addresses: [{ address: address('10.244.1.96'), length: 24 }],
  });
  expect(namespace.main.all().map(formatRoute)).toEqual([
    'default via 10.244.1.1 dev eth0',
    '10.244.0.0/16 via 10.244.1.1 dev eth0',
    '10.244.1.0/24 dev eth0 proto kernel scope link src 10.244.1.96',
  ]);
});

test('the masquerade chain has its six rules in order', () => {
  const { netfilter } = labNetwork(KERNEL_LAB).namespace('node:lab/node1')!;
  const chain = netfilter.chain('nat', 'FLANNEL-POSTRTG').map((rule) => formatRule('FLANNEL-POSTRTG', rule));
  const rule = (text: string) => `-A FLANNEL-POSTRTG${text.replace('-j', '-m comment --comment "flanneld masq" -j')}`;
  expect(chain).toEqual([
    rule(' -m mark --mark 0x4000/0x4000 -j RETURN'),
    rule(' -s 10.244.0.0/24 -d 10.244.0.0/16 -j RETURN'),
    rule(' -s 10.244.0.0/16 -d 10.244.0.0/24 -j RETURN'),
    rule(' ! -s 10.244.0.0/16 -d 10.244.0.0/24 -j RETURN'),
    rule(' -s 10.244.0.0/16 ! -d 224.0.0.0/4 -j MASQUERADE --random-fully'),
    rule(' ! -s 10.244.0.0/16 -d 10.244.0.0/16 -j MASQUERADE --random-fully'),
  ]);
});
