import { describe, expect, test } from 'vitest';
import { SHOWN } from '../../network/machines/show/show.ts';
import { fixture } from '../support/captures.ts';
import { knet } from '../support/cli.ts';

const show = async (file: string, machine: string, table: string) =>
  knet(['show', `examples/${file}.knet`, machine, table]);

describe('tables are those of a real node', () => {
  test.each([
    ['routes', 'flannel-vxlan.ip-route.txt'],
    ['neighbours', 'flannel-vxlan.neigh.txt'],
  ])('%s', async (table, file) => expect((await show('flannel-vxlan', 'master', table)).out).toBe(fixture(file)));

  test('fdb: the tunnel line for line, then the bridge', async () => {
    const lines = (await show('flannel-vxlan', 'master', 'fdb')).out.trimEnd().split('\n');
    expect(lines.filter((line) => line.includes(' dst '))).toEqual(
      fixture('flannel-vxlan.fdb.txt').trimEnd().split('\n'),
    );
    const bridge = lines.filter((line) => !line.includes(' dst '));
    expect(bridge.length).toBeGreaterThan(0);
    expect(bridge.filter((line) => !/ dev veth\w+ master cni0$/.test(line))).toEqual([]);
  });
  test('links: what the capture says of flannel.1', async () => {
    const { out } = await show('flannel-vxlan', 'master', 'links');
    const [head = '', link = '', detail = ''] = fixture('flannel-vxlan.link.txt').trimEnd().split('\n');
    expect(out).toContain(`: ${head}\n`);
    expect(out).toContain(`\n${link} `);
    expect(out).toContain(`\n${detail}\n`);
  });
});

test.each([
  ['flannel-vxlan', 'default/a', 'addresses', /inet 10\.244\.1\.96\/24 scope global eth0/],
  [
    'flannel-vxlan',
    'node-a',
    'rules',
    /^0:\tfrom all lookup local\n32766:\tfrom all lookup main\n32767:\tfrom all lookup default\n$/,
  ],
  ['flannel-vxlan', 'node-a', 'iptables', /^:FLANNEL-POSTRTG - \[0:0\]$/m],
  ['flannel-vxlan', 'node-a', 'files', /^FLANNEL_SUBNET=10\.244\.1\.1\/24$/m],
  [
    'docker',
    'h1',
    'iptables',
    /-A DOCKER ! -i docker0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172\.17\.0\.2:80/,
  ],
  ['docker', 'h1/legacy', 'links', /eth0@if2: .*\n {4}link\/ether 02:42:c0:a8:01:32/],
  ['docker', 'h1/sidecar', 'addresses', /inet 172\.17\.0\.2\/16/],
  [
    'calico-route-reflector',
    'k8s-node02',
    'routes',
    /^10\.244\.85\.192\/26 via 192\.168\.10\.72 dev eth0 proto bird$/m,
  ],
  [
    'calico-route-reflector',
    'k8s-node02',
    'bgp',
    /^\| 192\.168\.10\.72 \| node specific \| up {4}\| - {5}\| Established \|$/m,
  ],
  [
    'calico-route-reflector',
    'k8s-node02',
    'addresses',
    /^3: tunl0@NONE: <NOARP,UP,LOWER_UP> mtu 1480 qdisc noqueue state UNKNOWN group default\n {4}link\/ipip 0\.0\.0\.0 brd 0\.0\.0\.0$/m,
  ],
  ['flannel-vxlan', 'node-a', 'bgp', /^Calico process is not running\.$/m],
  ['ack-flannel', 'shop', 'routes', /^172\.20\.1\.0\/24 via 192\.168\.0\.12 dev eth0 proto static$/m],
])('%s: %s %s', async (file, machine, table, text) => {
  const { code, out } = await show(file, machine, table);
  expect(code).toBe(0);
  expect(out).toMatch(text);
});

test('a bridge without ports has no carrier, and routes by it are marked', async () => {
  const idle = async (table: string) =>
    (await knet(['show', 'test/fixtures/networks/docker-host.knet', 'h1', table])).out;
  expect(await idle('routes')).toContain(' dev docker0 proto kernel scope link src 172.17.0.1 linkdown\n');
  expect(await idle('links')).toMatch(/docker0: <NO-CARRIER,BROADCAST,MULTICAST,UP> .* state DOWN/);
  expect((await show('docker', 'h1', 'links')).out).toMatch(/docker0: <BROADCAST,MULTICAST,UP,LOWER_UP> .* state UP/);
});

test('addresses have the lines of ip address, and links those of ip link', async () => {
  const { out } = await show('flannel-vxlan', 'default/a', 'addresses');
  expect(out).toMatch(
    /^2: eth0@if\d+: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1450 qdisc noqueue state UP group default$/m,
  );
  expect(out).toMatch(/^ {4}inet 10\.244\.1\.96\/24 scope global eth0\n {7}valid_lft forever preferred_lft forever$/m);
});

test('veths name the index of their other end', async () => {
  const { out } = await show('flannel-vxlan', 'default/a', 'links');
  const index = /eth0@if(\d+)/.exec(out)?.[1];
  expect((await show('flannel-vxlan', 'node-a', 'links')).out).toMatch(new RegExp(`^${index}: veth\\w+@if2`, 'm'));
});

test.each([
  [['show', 'examples/docker.knet', 'nobody', 'routes'], /names no machine/],
  [['show', 'examples/docker.knet', 'h1', 'socks'], /Allowed choices are/],
])('%s: %s', async (args, message) => {
  const { code, err } = await knet(args);
  expect([code, err]).toEqual([2, expect.stringMatching(message)]);
});

test('every table has its place in the help', async () => {
  const { out } = await knet(['show', '--help']);
  for (const table of Object.keys(SHOWN)) expect(out).toContain(`"${table}"`);
});
