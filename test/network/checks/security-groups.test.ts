import { describe, expect, test } from 'vitest';
import { read } from '../../docs/reader.ts';

/** Codes of what is wrong in a VPC with that security group on both nodes. */
async function codes(group: string, cni: string, provider = 'alibaba', node = ''): Promise<string[]> {
  const { problems } = await read(`
    vpc v { provider ${provider}  cidr 10.0.0.0/16  subnet s { cidr 10.0.0.0/20 }  ${group} }
    cluster c {
      serviceCIDR 172.21.0.0/20
      ${cni}
      node n1 { in v/s  ip 10.0.0.11 ${group ? ' securityGroup v/g' : ''} ${node} }
      node n2 { in v/s  ip 10.0.0.12 ${group ? ' securityGroup v/g' : ''} ${node} }
    }`);
  return problems.filter(({ severity }) => severity !== 'information').map(({ code }) => code);
}

const VXLAN = 'podCIDR 172.20.0.0/16 cni flannel';
const BARE = 'podCIDR 172.20.0.0/16 cni flannel { backend alivpc }';
const IPIP = 'cni calico { ipPool p { cidr 172.20.0.0/16  ipipMode Always  natOutgoing } }';

describe('SG-ENCAP', () => {
  test.each([
    ['no group', '', VXLAN, []],
    ['a rule for the port, by group', 'securityGroup g { ingress { from g port 8472/UDP } }', VXLAN, []],
    ['a rule for the port, by range', 'securityGroup g { ingress { from 10.0.0.0/20 port 8472/UDP } }', VXLAN, []],
    ['a range of ports', 'securityGroup g { ingress { from g port 8000..9000/UDP } }', VXLAN, []],
    ['a rule for everything', 'securityGroup g { ingress { from g } }', VXLAN, []],
    ['the port by TCP', 'securityGroup g { ingress { from g port 8472/TCP } }', VXLAN, ['SG-ENCAP']],
    ["IANA's port", 'securityGroup g { ingress { from g port 4789/UDP } }', VXLAN, ['SG-ENCAP']],
    ['another range', 'securityGroup g { ingress { from 10.0.16.0/20 port 8472/UDP } }', VXLAN, ['SG-ENCAP']],
    [
      'nothing may leave',
      'securityGroup g { ingress { from g }  egress { to 0.0.0.0/0 port 443/TCP } }',
      VXLAN,
      ['SG-ENCAP'],
    ],
    ['IPIP has no port', 'securityGroup g { ingress { from g port TCP port UDP } }', IPIP, ['SG-ENCAP']],
    ['BGP has', 'securityGroup g { ingress { from g } }', IPIP, []],
    ['bare Pods, no ping', 'securityGroup g { ingress { from 0.0.0.0/0 port TCP port UDP } }', BARE, []],
    ['bare Pods, not their port', 'securityGroup g { ingress { from 0.0.0.0/0 port 443/TCP } }', BARE, ['K8S-MODEL']],
  ])('%s', async (_, group, cni, expected) => {
    const found = await codes(group, cni);
    expect(found.filter((code) => code.startsWith('SG-') || code === 'K8S-MODEL')).toEqual(expected);
  });
});

describe('SRC-DST-CHECK', () => {
  const HOST_GW = 'podCIDR 172.20.0.0/16 cni flannel { backend host-gw }';
  test.each([
    ['on, as it comes', 'aws', HOST_GW, '', ['SRC-DST-CHECK', 'SRC-DST-CHECK']],
    ['switched off', 'aws', HOST_GW, 'sourceDestCheck false', []],
    ['encapsulated', 'aws', VXLAN, '', []],
    ['not on AWS', 'none', HOST_GW, '', []],
  ])('%s', async (_, provider, cni, node, expected) => {
    expect((await codes('', cni, provider, node)).filter((code) => code === 'SRC-DST-CHECK')).toEqual(expected);
  });
});
