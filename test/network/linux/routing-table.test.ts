import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressAt } from '../../../network/address/address.ts';
import { address, prefix } from '../../../network/address/parse.ts';
import { containsAddress, prefixOf } from '../../../network/address/prefix.ts';
import { formatRoute } from '../../../network/linux/format.ts';
import type { Route } from '../../../network/linux/route.ts';
import { RoutingTable } from '../../../network/linux/routing-table.ts';

const to = (destination: string, rest: Partial<Route> = {}): Route => {
  return { type: 'unicast', destination: prefix(destination), device: 'eth0', scope: 'link', ...rest };
};
const best = (table: RoutingTable, of: string) => table.matches(address(of)).map(formatRoute)[0];

describe('longest-prefix match', () => {
  const table = new RoutingTable();
  table.add(to('0.0.0.0/0', { via: address('10.0.0.1'), scope: 'global' }));
  table.add(to('10.244.0.0/16'));
  table.add(to('10.244.1.0/24', { device: 'cni0' }));
  table.add(to('10.244.1.7/32', { device: 'cali1' }));
  table.add(to('10.244.2.0/24', { device: 'slow', metric: 100 }));
  table.add(to('10.244.2.0/24', { device: 'fast', metric: 50 }));
  table.add(to('fd00::/64', { device: 'six' }));

  test.each([
    ['8.8.8.8', 'default via 10.0.0.1 dev eth0'],
    ['10.244.9.9', '10.244.0.0/16 dev eth0 scope link'],
    ['10.244.1.6', '10.244.1.0/24 dev cni0 scope link'],
    ['10.244.1.7', '10.244.1.7 dev cali1 scope link'],
    ['10.244.2.1', '10.244.2.0/24 dev fast scope link metric 50'],
    ['fd00::5', 'fd00::/64 dev six scope link'],
    ['fd01::5', undefined],
  ])('%s -> %s', (destination, route) => expect(best(table, destination)).toBe(route));

  test('is what a linear scan finds', () => {
    const length = fc.integer({ min: 0, max: 32 });
    const near = fc.integer({ min: 0, max: 2 ** 10 }).map((offset) => addressAt(address('10.244.0.0'), offset * 64));
    const anywhere = fc.oneof(near, fc.integer({ min: 0, max: 2 ** 32 - 1 }));
    const route = fc.record({ where: anywhere, length, metric: fc.integer({ min: 0, max: 3 }) });
    fc.assert(
      fc.property(fc.array(route, { maxLength: 60 }), fc.array(anywhere, { minLength: 1 }), (list, asked) => {
        const routes = list.map(({ where, length, metric }, i): Route => {
          return { type: 'unicast', destination: prefixOf(where, length), metric, device: `d${i}`, scope: 'link' };
        });
        const table = new RoutingTable();
        for (const route of routes) table.add(route);
        for (const of of asked) expect(table.matches(of)[0]).toBe(scan(routes, of));
        expect(table.all()).toHaveLength(routes.length);
      }),
    );
  });
});

/** The specification: the longest prefix, of these the lowest metric, of these the one added first. */
function scan(routes: readonly Route[], of: number | bigint): Route | undefined {
  let found: Route | undefined;
  for (const route of routes) {
    if (!containsAddress(route.destination, of)) continue;
    const longer = !found || route.destination.length > found.destination.length;
    const cheaper = found && route.destination.length === found.destination.length && route.metric! < found.metric!;
    if (longer || cheaper) found = route;
  }
  return found;
}

describe('routes of sources', () => {
  const remote = to('10.244.1.0/24', { device: 'tunnel' });
  const source = {
    matches: (of: number | bigint) => (containsAddress(remote.destination, of) ? [remote] : []),
    all: () => [remote],
  };

  test('are found and listed like stored ones', () => {
    const table = new RoutingTable();
    table.use(source);
    table.add(to('10.244.0.0/16'));
    expect(best(table, '10.244.1.1')).toBe('10.244.1.0/24 dev tunnel scope link');
    expect(table.all().map(formatRoute)).toEqual(['10.244.0.0/16 dev eth0 scope link', formatRoute(remote)]);
  });

  test('can be deleted and replaced', () => {
    const table = new RoutingTable();
    table.use(source);
    table.delete(remote.destination);
    expect(best(table, '10.244.1.1')).toBeUndefined();
    expect(table.all()).toEqual([]);
    table.add(to('10.244.1.0/24', { device: 'eth1' }));
    expect(best(table, '10.244.1.1')).toBe('10.244.1.0/24 dev eth1 scope link');
  });
});

test.each([
  [
    to('10.0.0.0/8', { type: 'blackhole', device: undefined, scope: 'global', protocol: 'bird' }),
    'blackhole 10.0.0.0/8 proto bird',
  ],
  [
    to('10.0.0.1/32', { type: 'local', scope: 'host', protocol: 'kernel', source: address('10.0.0.1') }),
    'local 10.0.0.1 dev eth0 proto kernel scope host src 10.0.0.1',
  ],
  [
    to('10.1.0.0/24', { via: address('10.1.0.0'), scope: 'global', protocol: 'boot', onlink: true, metric: 5 }),
    '10.1.0.0/24 via 10.1.0.0 dev eth0 metric 5 onlink',
  ],
  [to('::/0', { via: address('fd00::1'), scope: 'global' }), 'default via fd00::1 dev eth0'],
])('prints %#: as ip route does', (route, text) => expect(formatRoute(route)).toBe(text));
