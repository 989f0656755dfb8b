import { expect, test } from 'vitest';
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
