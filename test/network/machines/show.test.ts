import { expect, test } from 'vitest';
import { prefix } from '../../../network/address/parse.ts';
import { NetworkNamespace } from '../../../network/linux/namespace.ts';
import { routeLines } from '../../../network/machines/show/routes.ts';
import { show } from '../../../network/machines/show/show.ts';
import { networkOf } from '../../support/models.ts';

const twoFamilies = `
network lan { cidr 10.0.0.0/24 fd00:10::/64 }
cluster c {
  node n {
    in lan  ip 10.0.0.5 fd00:10::5
    route fd00:20::/64 via fd00:10::1
    route fd00:30::/64 blackhole
  }
}`;

test('ip route prints IPv4 alone; below it the routes of IPv6, as ip -6 route prints them', async () => {
  const lines = show(await networkOf(twoFamilies), 'node:c/n', 'routes')!.split('\n');
  expect(lines).toEqual([
    '10.0.0.0/24 dev eth0 proto kernel scope link src 10.0.0.5',
    '# ip -6 route',
    'fd00:10::/64 dev eth0 proto kernel metric 256 pref medium',
    'fd00:20::/64 via fd00:10::1 dev eth0 metric 1024 pref medium',
    'blackhole fd00:30::/64 dev lo metric 1024 pref medium',
    '',
  ]);
});

test('a route by a bridge without ports is marked, of IPv6 before its preference', () => {
  const namespace = new NetworkNamespace('n', 'n', 'node');
  namespace.devices.set('b0', { kind: 'bridge', name: 'b0', mac: 0n, mtu: 1500, up: true, addresses: [] } as never);
  for (const destination of ['10.9.0.0/24', 'fd00:1::/64'])
    namespace.main.add({
      type: 'unicast',
      destination: prefix(destination),
      device: 'b0',
      scope: 'link',
      protocol: 'kernel',
    });
  expect(routeLines(namespace)).toEqual([
    '10.9.0.0/24 dev b0 proto kernel scope link linkdown',
    '# ip -6 route',
    'fd00:1::/64 dev b0 proto kernel metric 256 linkdown pref medium',
  ]);
});
