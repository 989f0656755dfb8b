import { expect, test } from 'vitest';
import { topologyOf } from '../../support/examples.ts';
import { diagnose } from './run.ts';

test.each([
  ['network lan { cidr 127.0.0.0/8 }', ['CIDR-SYNTAX no network can have 127.0.0.0/8: 127.0.0.0/8 is loopback']],
  ['network lan { cidr 224.0.0.0/24 }', ['CIDR-SYNTAX no network can have 224.0.0.0/24: 224.0.0.0/4 is multicast']],
  ['network lan { cidr 0.0.0.0/0 }', ['CIDR-SYNTAX no network can have 0.0.0.0/0: 0.0.0.0/8 is "this network"']],
  ['network lan { cidr ff02::/64 }', ['CIDR-SYNTAX no network can have ff02::/64: ff00::/8 is multicast']],
  ['network lan { cidr fd00::/64 }', []],
  ['cluster c { podCIDR 240.0.0.0/16 }', ['CIDR-SYNTAX no network can have 240.0.0.0/16: 240.0.0.0/4 is reserved']],
  ['cluster c { cni calico { ipPool p { cidr 127.0.0.0/16 } } }', ['CIDR-SYNTAX no network can have 127.0.0.0/16']],
  [
    'vpc v { cidr 127.0.0.0/16  subnet s { cidr 127.0.0.0/24 } }',
    ['VPC-RANGE 127.0.0.0/16 of VPC v: IP takes no VPC in'],
  ],
  ['vpc v { provider aws  cidr 169.254.0.0/16 }', ['VPC-RANGE 169.254.0.0/16 of VPC v: AWS takes no VPC in 169.254']],
  ['vpc v { provider azure  cidr 168.63.129.0/24 }', ['VPC-RANGE 168.63.129.0/24 of VPC v: Azure takes no VPC in 168']],
  [
    'cluster c { podCIDR 10.0.0.0/16  podCIDR 10.1.0.0/16 }',
    ['DUALSTACK a cluster has one podCIDR of a family, and IPv4'],
  ],
  ['cluster c { podCIDR 10.0.0.0/16  podCIDR fd00::/56 }', []],
])('%s', async (text, expected) => {
  const codes = ['CIDR-SYNTAX', 'VPC-RANGE', 'DUALSTACK'];
  const said = diagnose(await topologyOf(text)).filter(({ code }) => codes.includes(code));
  expect(said.map(({ code, message }) => `${code} ${message}`)).toEqual(
    expected.map((start) => expect.stringContaining(start)),
  );
});
