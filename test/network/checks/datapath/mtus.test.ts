import { describe, expect, test } from 'vitest';
import { codes, found, IN_A } from './support.ts';

describe('MTUs', () => {
  const small = 'node n1 { nic eth0 { in a mtu 1400 } } node n2 { in a }';
  const cases: [string, string, string[]][] = [
    ['worked out', `cni flannel { backend vxlan } ${IN_A}`, []],
    ['written, and right', `cni flannel { backend vxlan mtu 1450 } ${IN_A}`, []],
    ['too large by a byte', `cni flannel { backend vxlan mtu 1451 } ${IN_A}`, ['MTU-OVERLAY']],
    ['IPIP', `cni calico { mtu 1481 ipPool p { cidr 10.244.0.0/16 ipipMode Always } } ${IN_A}`, ['MTU-OVERLAY']],
    ['no encapsulation', `cni flannel { backend host-gw mtu 1500 } ${IN_A}`, []],
    ['different links', `cni flannel { backend host-gw } ${small}`, ['MTU-MIXED']],
    ['different links, and an MTU that fits all', `cni flannel { backend host-gw mtu 1400 } ${small}`, []],
  ];
  test.each(cases)('%s', async (_, fields, expected) => {
    expect(await codes(fields)).toEqual(expected);
  });

  test('the network that a NIC is plugged into counts', async () => {
    const networks = 'network a { cidr 192.168.1.0/24 mtu 1400 }';
    const fields = 'cni flannel { backend vxlan mtu 1400 } node n1 { nic eth0 { in a mtu 9000 } }';
    expect(await found(fields, networks)).toEqual([
      'MTU-OVERLAY Packets of Pods have up to 1400 + 50 (VXLAN) = 1450 bytes on the wire, and network a takes 1400: full ones are lost',
    ]);
  });

  test.each([
    [
      'flannel { backend vxlan mtu 1400 }',
      /1450 bytes .* eth0 of node n1 takes 1400: the node cuts full ones into fragments, /,
    ],
    ['flannel { backend udp mtu 1400 }', /1428 bytes .*: the node cuts full ones into fragments$/],
    ['flannel { backend host-gw mtu 1450 }', /1450 bytes .*: full ones with DF, as TCP sends them, are refused$/],
    [
      'calico { mtu 1450 ipPool p { cidr 10.244.0.0/16 ipipMode Always } }',
      /1470 bytes .*: full ones with DF, .* refused$/,
    ],
  ])('where the NIC itself is too narrow: %s', async (cni, message) => {
    const said = await found(`cni ${cni} node n1 { nic eth0 { in a mtu 1400 } }`, 'network a { cidr 192.168.1.0/24 }');
    expect(said.filter((one) => one.startsWith('MTU-OVERLAY'))).toEqual([expect.stringMatching(message)]);
  });
});
