import { describe, expect, test } from 'vitest';
import { codes, IN_A } from './support.ts';

describe('BGP', () => {
  const OFF = 'bgpConfiguration { nodeToNodeMeshEnabled false }';
  const ALL = 'bgpPeer all { nodeSelector all() peerSelector has(rr) }';
  const calico = (fields: string, pool = '') => `cni calico { ipPool p { cidr 10.244.0.0/16 ${pool} } ${fields} }`;
  const RR = 'labels rr=yes routeReflectorClusterID 1.0.0.1';
  const many = (count: number) => `nodes w ${count} { in wide }`;
  const networks =
    'network a { cidr 192.168.1.0/24  gateway 192.168.1.1 } network wide { cidr 10.0.0.0/16  gateway 10.0.255.254 }';
  const cases: [string, string, string[]][] = [
    ['the mesh', `${calico('')} ${many(100)}`, []],
    ['the mesh of too many', `${calico('')} ${many(101)}`, ['BGP-MESH']],
    ['nobody asks it', `${calico('', 'vxlanMode Always')} ${many(101)}`, []],
    ['a large cluster with reflectors', `${calico(`${OFF} ${ALL}`)} ${many(101)} node r { in wide ${RR} }`, []],
    ['no mesh and no peers', `${calico(OFF)} ${IN_A}`, ['BGP-NO-REFLECTOR']],
    ['no mesh, and VXLAN', `${calico(OFF, 'vxlanMode Always')} ${IN_A}`, []],
    [
      'peers that reflect nothing',
      `${calico(`${OFF} ${ALL}`)} ${IN_A} node r { in a labels rr=yes }`,
      ['BGP-NO-REFLECTOR'],
    ],
    ['a reflector', `${calico(`${OFF} ${ALL}`)} ${IN_A} node r { in a ${RR} }`, []],
    ['a reflector outside of the mesh', `${calico('')} ${IN_A} node r { in a ${RR} }`, ['BGP-NO-REFLECTOR']],
    [
      'the only reflector has stopped',
      `${calico(`${OFF} ${ALL}`)} ${IN_A} node r { in a ${RR} bgp stopped }`,
      ['BGP-NO-REFLECTOR'],
    ],
    [
      'a peer outside the cluster may tell them',
      `${calico(`${OFF} bgpPeer tor { peerIP 192.168.1.200 }`)} ${IN_A}`,
      [],
    ],
  ];
  test.each(cases)('%s', async (_, fields, expected) => {
    expect(await codes(fields, networks)).toEqual(expected);
  });
});
