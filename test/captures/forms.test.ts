import { expect, test } from 'vitest';
import { example } from '../support/examples.ts';
import { tableDifferences } from './support/tables.ts';

/* Forms in which tools of several versions print one table. */

const vxlan = example('flannel-vxlan.knet');
const hostGateway = vxlan.replace(/backend vxlan \{.*?\}/, 'backend host-gw');
const calico = example('calico-route-reflector.knet');

const addresses = `
4: flannel.1: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1450 qdisc noqueue state UNKNOWN group default qlen 1000
    link/ether 42:7f:69:c7:cd:37 brd ff:ff:ff:ff:ff:ff
    inet 10.244.2.0/32 scope global flannel.1
       valid_lft forever preferred_lft forever
    inet6 fe80::407f:69ff:fec7:cd37/64 scope link
       valid_lft forever preferred_lft forever`;
const routes = [
  { dst: 'default', gateway: '10.10.88.254', dev: 'eth0', flags: [] },
  { dst: '10.10.88.0/24', dev: 'eth0', protocol: 'kernel', scope: 'link', prefsrc: '10.10.88.170', flags: [] },
  { dst: '10.244.0.0/24', gateway: '172.16.130.244', dev: 'eth1', flags: [] },
  { dst: '10.244.1.0/24', gateway: '172.16.130.140', dev: 'eth1', flags: [] },
  { dst: '10.244.2.0/24', dev: 'cni0', protocol: 'kernel', scope: 'link', prefsrc: '10.244.2.1', flags: [] },
  { dst: '172.16.130.0/24', dev: 'eth1', protocol: 'kernel', scope: 'link', prefsrc: '172.16.130.164', flags: [] },
];
const oldRoutes = `Kernel IP routing table
Destination     Gateway         Genmask         Flags Metric Ref    Use Iface
0.0.0.0         192.168.10.2    0.0.0.0         UG    0      0        0 eth0
10.244.32.128   192.168.10.71   255.255.255.192 UG    0      0        0 eth0
10.244.58.192   0.0.0.0         255.255.255.192 U     0      0        0 *
10.244.58.200   0.0.0.0         255.255.255.255 UH    0      0        0 cali77b206e4fcf
10.244.85.192   192.168.10.72   255.255.255.192 UG    0      0        0 eth0
10.244.135.128  192.168.20.74   255.255.255.192 UG    0      0        0 tunl0
192.168.10.0    0.0.0.0         255.255.255.0   U     0      0        0 eth0`;
const sessions = `Calico process is running.

IPv4 BGP status
+---------------+---------------+-------+----------+-------------+
| PEER ADDRESS  |   PEER TYPE   | STATE |  SINCE   |    INFO     |
+---------------+---------------+-------+----------+-------------+
| 192.168.10.72 | node specific | up    | 08:41:11 | Established |
+---------------+---------------+-------+----------+-------------+

IPv6 BGP status
No IPv6 peers found.
`;
const link = `4: flannel.1: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1450 qdisc noqueue state UNKNOWN mode DEFAULT group default
    link/ether 42:7f:69:c7:cd:37 brd ff:ff:ff:ff:ff:ff promiscuity 0 minmtu 68 maxmtu 65535
    vxlan id 1 local 172.16.130.164 dev eth1 srcport 0 0 dstport 8472 nolearning ttl auto ageing 300 udpcsum`;

const cases = [
  { command: 'ip address', model: vxlan, machine: 'node-b', text: addresses, wrong: '10.244.2.0/32' },
  { command: 'ip -d link show flannel.1', model: vxlan, machine: 'node-b', text: link, wrong: 'dstport 8472' },
  {
    command: 'ip -j route',
    model: hostGateway,
    machine: 'node-b',
    text: JSON.stringify(routes),
    wrong: '10.244.1.0/24',
  },
  { command: 'route -n', model: calico, machine: 'k8s-node02', text: oldRoutes, wrong: '255.255.255.192' },
  { command: 'calicoctl node status', model: calico, machine: 'k8s-node02', text: sessions, wrong: 'Established' },
];

test.each(cases)('$command', async ({ wrong, ...capture }) => {
  expect(await tableDifferences({ name: '', ...capture })).toEqual([]);
  const other = { name: '', ...capture, text: capture.text.replace(wrong, wrong.replace(/\d|E/, '3')) };
  expect(await tableDifferences(other)).not.toEqual([]);
});
