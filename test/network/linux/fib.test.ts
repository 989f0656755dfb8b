import { describe, expect, test } from 'vitest';
import { formatAddress } from '../../../network/address/address.ts';
import { address, prefix } from '../../../network/address/parse.ts';
import { addAddress, addDevice, addLoopback, addRoute } from '../../../network/linux/configure.ts';
import { neighbourTable } from '../../../network/linux/device.ts';
import { lookupRoute, selectSource } from '../../../network/linux/fib.ts';
import { formatRoute } from '../../../network/linux/format.ts';
import { NetworkNamespace } from '../../../network/linux/namespace.ts';
import { RoutingTable } from '../../../network/linux/routing-table.ts';

function machine(...cards: readonly [name: string, cidr: string, up?: boolean][]): NetworkNamespace {
  const namespace = new NetworkNamespace('host:h', 'h', 'host');
  addLoopback(namespace);
  for (const [name, cidr, up = true] of cards) {
    const [own = '', length = ''] = cidr.split('/');
    const base = { mtu: 1500, mac: '02:00:00:00:00:01', up, addresses: [], neighbours: neighbourTable() };
    addAddress(namespace, addDevice(namespace, { kind: 'physical', name, ...base }), address(own), Number(length));
  }
  return namespace;
}

const found = (namespace: NetworkNamespace, destination: string) => {
  const decision = lookupRoute(namespace, { destination: address(destination) });
  return decision && `${decision.table}: ${formatRoute(decision.route)}`;
};

describe('an address makes routes', () => {
  const namespace = machine(['eth0', '192.168.1.5/24'], ['off', '10.9.0.1/16', false]);
  test.each([
    ['192.168.1.5', 'local: local 192.168.1.5 dev eth0 proto kernel scope host src 192.168.1.5'],
    ['192.168.1.9', 'main: 192.168.1.0/24 dev eth0 proto kernel scope link src 192.168.1.5'],
    ['192.168.1.255', 'local: broadcast 192.168.1.255 dev eth0 proto kernel scope link src 192.168.1.5'],
    ['127.0.0.1', 'local: local 127.0.0.1 dev lo proto kernel scope host src 127.0.0.1'],
    ['10.9.0.1', undefined],
    ['8.8.8.8', undefined],
  ])('%s', (destination, route) => expect(found(namespace, destination)).toBe(route));
});

describe('the kernel refuses a gateway', () => {
  const via = (gateway: string, device: string | undefined, onlink = false) => {
    const namespace = machine(['eth0', '192.168.1.5/24'], ['eth1', '10.0.0.5/24']);
    addRoute(namespace, { type: 'unicast', destination: prefix('0.0.0.0/0'), via: address('10.0.0.1') });
    const destination = prefix('10.244.1.0/24');
    return addRoute(namespace, { type: 'unicast', destination, via: address(gateway), device, onlink })?.reason;
  };
  test.each([
    ['that is a neighbour: not', '192.168.1.9', 'eth0', undefined],
    ['without dev, found by the gateway: not', '192.168.1.9', undefined, undefined],
    ['behind another device', '192.168.1.9', 'eth1', 'Nexthop has invalid gateway'],
    ['behind a router', '172.16.0.1', 'eth0', 'Nexthop has invalid gateway'],
    ['that is its own address', '192.168.1.5', 'eth0', 'Nexthop has invalid gateway'],
  ])('%s', (_, gateway, device, reason) => expect(via(gateway, device)).toBe(reason));
  test('never with onlink', () => expect(via('172.16.0.1', 'eth0', true)).toBeUndefined());
  test('and remembers what it refused', () => {
    const namespace = machine(['eth0', '192.168.1.5/24']);
    const destination = prefix('10.244.1.0/24');
    addRoute(namespace, { type: 'unicast', destination, via: address('10.0.0.1'), device: 'eth0' }, 'CODE');
    expect(namespace.main.refused(address('10.244.1.9'))).toMatchObject({ code: 'CODE' });
    expect(namespace.main.refused(address('10.244.2.9'))).toBeUndefined();
  });
});

describe('the source of a packet made here', () => {
  const namespace = machine(['eth0', '192.168.1.5/24'], ['eth1', '10.0.0.5/24'], ['tun', '10.244.0.0/32']);
  const add = (destination: string, via: string, device: string, source?: string) =>
    addRoute(namespace, {
      type: 'unicast',
      destination: prefix(destination),
      via: address(via),
      device,
      onlink: true,
      source: source === undefined ? undefined : address(source),
    });
  add('10.244.1.0/24', '10.244.1.0', 'tun');
  add('10.5.0.0/16', '10.0.0.1', 'eth1');
  add('10.6.0.0/16', '10.0.0.1', 'eth1', '192.168.1.5');
  test.each([
    ['192.168.1.9', '192.168.1.5'],
    ['10.244.1.10', '10.244.0.0'],
    ['10.5.0.1', '10.0.0.5'],
    ['10.6.0.1', '192.168.1.5'],
    ['192.168.1.5', '192.168.1.5'],
    ['127.0.0.1', '127.0.0.1'],
  ])('to %s is %s', (destination, source) => {
    const to = address(destination);
    const decision = lookupRoute(namespace, { destination: to })!;
    expect(formatAddress(selectSource(namespace, decision.route, to)!)).toBe(source);
  });
});

describe('policy rules', () => {
  const namespace = machine(['eth0', '192.168.1.5/24']);
  const table = new RoutingTable();
  namespace.tables.set('100', table);
  namespace.rules.splice(1, 0, { priority: 100, from: prefix('10.2.0.0/16'), table: '100' });
  table.add({ type: 'blackhole', destination: prefix('10.3.0.0/16'), scope: 'global' });
  table.add({ type: 'throw', destination: prefix('192.168.1.0/24'), scope: 'global' });
  const typeOf = (source: string, destination: string) =>
    lookupRoute(namespace, { source: address(source), destination: address(destination) })?.route.type;
  test.each([
    ['10.2.0.1', '10.3.0.1', 'blackhole'],
    ['10.1.0.1', '10.3.0.1', undefined],
    ['10.2.0.1', '192.168.1.9', 'unicast'],
    ['10.2.0.1', '192.168.1.5', 'local'],
  ])('%s > %s: %s', (source, destination, type) => expect(typeOf(source, destination)).toBe(type));
});
