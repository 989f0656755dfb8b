/// <reference types="node" />
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { ruleComments } from '../../../../network/cni/calico/hashes.ts';
import type { Vxlan } from '../../../../network/linux/device.ts';
import { racksNetwork } from './models.ts';

const sha1 = (text: string) => createHash('sha1').update(text).digest('hex');

test('the host’s end of a veth is named after its pod, and has the MAC of all of them', async () => {
  const pods =
    'namespace default { pod a { on n1 } } namespace web { deployment shop { on n1 } } node n1 { in rack-1 }';
  const network = await racksNetwork('ipPool p { cidr 10.244.0.0/16 }', pods);
  const devices = [...network.namespace('node:dc/n1')!.devices.values()].filter(({ kind }) => kind === 'veth');
  const names = ['default.a', 'web.shop-0'].map((label) => `cali${sha1(label).slice(0, 11)}`);
  expect(devices.map(({ name }) => name)).toEqual(names);
  expect(new Set(devices.map(({ mac }) => mac))).toEqual(new Set(['ee:ee:ee:ee:ee:ee']));
});

test.each([
  ['', `66:${sha1('n1').slice(0, 10).match(/../g)!.join(':')}`],
  ['vtepMAC 66:00:00:00:00:01', '66:00:00:00:00:01'],
])('the VTEP’s MAC comes from the node’s name: %s', async (field, mac) => {
  const network = await racksNetwork(
    'ipPool p { cidr 10.244.0.0/16 vxlanMode Always }',
    `node n1 { in rack-1 ${field} }`,
  );
  const vtep = network.namespace('node:dc/n1')!.devices.get('vxlan.calico') as Vxlan;
  expect([vtep.mac, vtep.vni, vtep.port]).toEqual([mac, 4096, 4789]);
});

/* Comments as Felix 3.2x writes them on real nodes. */
test.each([
  ['POSTROUTING', ['--jump cali-POSTROUTING'], ['cali:O3lYWMrLQYEMJtB5']],
  ['FORWARD', ['--jump cali-FORWARD'], ['cali:wUHhoiAYhphO9Mso']],
  [
    'cali-POSTROUTING',
    ['--jump cali-fip-snat', '--jump cali-nat-outgoing'],
    ['cali:Z-c7XtVd2Bq7s_hA', 'cali:nYKhEzDlr11Jccal'],
  ],
])('rules of %s bear the hashes of real ones', (chain, rules, comments) => {
  expect(ruleComments(chain, rules)).toEqual(comments);
});
