import { describe, expect, test } from 'vitest';
import { formatAddress } from '../../../network/address/address.ts';
import { formatPrefix } from '../../../network/address/prefix.ts';
import { topologyOf } from '../support/knet.ts';
import { clusterOf } from './model.ts';

describe('machines', () => {
  test('fields of the machine itself describe eth0', async () => {
    const { hosts } = await topologyOf(
      'network lan { }\nhost h { in lan ip 10.0.0.1 fd00::1 mtu 9000 mac 02:00:00:00:00:01 nic eth1 { down } }',
    );
    expect(hosts[0]!.nics).toMatchObject([
      {
        name: 'eth0',
        segment: { value: 'lan' },
        mtu: { value: 9000 },
        mac: { value: '02:00:00:00:00:01' },
        down: false,
      },
      { name: 'eth1', down: true, addresses: [] },
    ]);
    expect(hosts[0]!.nics[0]!.addresses.map(({ value }) => formatAddress(value))).toEqual(['10.0.0.1', 'fd00::1']);
  });

  test('a group is its least number of nodes; lists of addresses are dealt out', async () => {
    const cluster = await clusterOf(
      'node a { } nodes w 2..5 { ip 10.0.0.1 10.0.0.2 labels a=b podCIDR 10.1.0.0/24 10.1.1.0/24 } node z { }',
    );
    expect(cluster.nodes.map((node) => [node.id, node.group])).toEqual([
      ['c/a', undefined],
      ['c/w-1', 'w'],
      ['c/w-2', 'w'],
      ['c/z', undefined],
    ]);
    expect(cluster.nodes[2]).toMatchObject({ labels: { a: 'b' }, nics: [{ addresses: [{ value: 0x0a000002 }] }] });
    expect(formatPrefix(cluster.nodes[2]!.podCIDRs[0]!.value)).toBe('10.1.1.0/24');
    expect(cluster.nodeGroups).toMatchObject([{ name: 'w', min: 2, max: 5 }]);
  });

  test.each([
    ['', { mode: 'bridge' }],
    ['network host', { mode: 'host' }],
    ['network container:b', { mode: 'container', target: { value: 'h/b' } }],
    ['network overlay o', { mode: 'overlay', target: { value: 'o' } }],
    ['network br1', { mode: 'user-bridge', target: { value: 'h/br1' } }],
    ['network macvlan { parent eth1 }', { mode: 'macvlan', parent: 'eth1' }],
    ['network macvlan', { mode: 'macvlan', parent: 'eth0' }],
    ['network nowhere', { mode: 'none' }],
  ])('container with %s', async (fields, expected) => {
    const { hosts } = await topologyOf(
      `overlay o { }\nhost h { docker { bridge br1 { } container b { } container a { ${fields} } } }`,
    );
    expect(hosts[0]!.docker!.containers[1]!.network).toMatchObject(expected);
  });

  test('routes lead to addresses, to things, or nowhere', async () => {
    const { vpcs } = await topologyOf(`vpc v { natGateway g { } routeTable t {
      route 0.0.0.0/0 via g  route 10.0.0.0/8 via 10.0.0.1  route 10.1.0.0/16 blackhole  route 10.2.0.0/16  missing 10.3.0.0/24 } }`);
    const [table] = vpcs[0]!.routeTables;
    expect(table!.routes.map(({ via }) => (via === 'blackhole' ? via : via.value))).toEqual([
      'v/g',
      0x0a000001,
      'blackhole',
    ]);
    expect(table!.missing.map(({ value }) => formatPrefix(value))).toEqual(['10.3.0.0/24']);
  });
});
