import { describe, expect, test } from 'vitest';
import { codes, IN_A, IN_BOTH, NETWORKS } from './support.ts';

describe('one L2 segment', () => {
  const calico = (fields: string, more = '') => `cni calico { ipPool p { cidr 10.244.0.0/16 ${fields} } ${more} }`;
  const cases: [string, string, string[]][] = [
    ['host-gw on one', `cni flannel { backend host-gw } ${IN_A}`, []],
    ['vxlan on two', `cni flannel { backend vxlan } ${IN_BOTH}`, []],
    ['host-gw on two', `cni flannel { backend host-gw } ${IN_BOTH}`, ['BACKEND-L2']],
    ['Calico without encapsulation', `${calico('')} ${IN_BOTH}`, ['BACKEND-L2']],
    ['Calico with CrossSubnet', `${calico('ipipMode CrossSubnet')} ${IN_BOTH}`, []],
    [
      'a pool that is switched off',
      `${calico('disabled', 'ipPool q { cidr 10.245.0.0/16 ipipMode Always }')} ${IN_BOTH}`,
      [],
    ],
    [
      'a pool of one segment: nodes of the other do not reach its pods',
      `${calico("nodeSelector rack == '1'")} node n1 { in a labels rack=1 } node n2 { in b }`,
      ['BACKEND-L2'],
    ],
    ['routers that speak BGP', `${calico('', 'bgpPeer tor { peerIP 192.168.1.1 }')} ${IN_BOTH}`, []],
  ];
  test.each(cases)('%s', async (_, fields, expected) => {
    expect(await codes(fields)).toEqual(expected);
  });

  test('gateways that nobody declared may lead anywhere, yet not on-link', async () => {
    const networks = NETWORKS.replace(/router.*/, '');
    expect(await codes(`cni flannel { backend host-gw } ${IN_BOTH}`, networks)).toEqual(['BACKEND-L2']);
    expect(await codes(`cni flannel { backend vxlan } ${IN_BOTH}`, networks)).toEqual([]);
  });

  test('where nothing leads, that is what is said', async () => {
    const fields = 'cni flannel { backend host-gw } node n1 { in a } node n2 { in alone }';
    expect(await codes(fields)).toEqual(['UNDERLAY-UNREACHABLE']);
  });
});

describe('underlay', () => {
  const cases: [string, string, string[]][] = [
    ['whatever the CNI', 'cni calico node n1 { in a } node n2 { in alone }', ['UNDERLAY-UNREACHABLE']],
    ['a NIC that is down', 'cni weave node n1 { in a } node n2 { nic eth0 { in a down } }', ['UNDERLAY-UNREACHABLE']],
    ['a route of one’s own', 'cni weave node n1 { in a } node n2 { in b }', []],
  ];
  test.each(cases)('%s', async (_, fields, expected) => {
    expect(await codes(fields)).toEqual(expected);
  });
});

describe('NICs', () => {
  const nics = (n: number, first: string) => `node n${n} { nic eth0 { in ${first} } nic eth1 { in alone } }`;
  const split = NETWORKS.replace(/router.*/, '');
  test.each([
    ['the nodes meet by the first', `${nics(1, 'a')} ${nics(2, 'a')}`, split, []],
    ['a router leads from one to the other', `${nics(1, 'a')} ${nics(2, 'b')}`, NETWORKS, []],
    ['they do not', `${nics(1, 'a')} ${nics(2, 'b')}`, split, ['FLANNEL-IFACE']],
  ])('%s', async (_, nodes, networks, expected) => {
    expect(await codes(`cni flannel { backend vxlan } ${nodes}`, networks)).toEqual(expected);
  });
});
