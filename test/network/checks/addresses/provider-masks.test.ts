import { describe } from 'vitest';
import type { Topology } from '../../../../network/topology/topology.ts';
import { subnet, vpc } from '../../topology/builders.ts';
import { check } from '../cases.ts';

describe('VPC-RANGE and SUBNET-MASK', () => {
  const of = (
    provider: 'alibaba' | 'aws' | 'azure' | 'none',
    range: string,
    ...subnets: string[]
  ): Partial<Topology> => ({
    vpcs: [vpc('v', range, { provider })],
    segments: subnets.map((text, index) => subnet('v', `s${index}`, text)),
  });
  const range = (text: string, reason: string) => [`VPC-RANGE at ${text}: ${text} of VPC v: ${reason}`];
  check([
    [
      'Alibaba Cloud: shared address space',
      of('alibaba', '100.64.0.0/16'),
      range('100.64.0.0/16', 'Alibaba Cloud takes no VPC in 100.64.0.0/10'),
    ],
    [
      'Alibaba Cloud: /29',
      of('alibaba', '10.0.0.0/29'),
      range('10.0.0.0/29', 'Alibaba Cloud takes masks from /8 to /28'),
    ],
    [
      'Alibaba Cloud: public addresses (a warning)',
      of('alibaba', '30.0.0.0/16'),
      range(
        '30.0.0.0/16',
        "Alibaba Cloud advises ranges in 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16; others may be somebody's on the Internet",
      ),
    ],
    ['AWS: /8', of('aws', '10.0.0.0/8'), range('10.0.0.0/8', 'AWS takes masks from /16 to /28')],
    ['nobody', of('none', '100.64.0.0/8'), []],
    [
      'subnets: too small',
      of('aws', '10.0.0.0/16', '10.0.0.0/28', '10.0.1.0/29'),
      ['SUBNET-MASK at 10.0.1.0/29: subnet s1 (10.0.1.0/29): AWS takes masks from /16 to /28 for a subnet'],
    ],
    [
      'vSwitches: too large',
      of('alibaba', '10.0.0.0/8', '10.0.0.0/15'),
      ['SUBNET-MASK at 10.0.0.0/15: vSwitch s0 (10.0.0.0/15): Alibaba Cloud takes masks from /16 to /29 for a vSwitch'],
    ],
    [
      'Azure',
      of('azure', '10.0.0.0/8', '10.0.0.0/9', '10.128.0.0/30'),
      ['SUBNET-MASK at 10.128.0.0/30: subnet s1 (10.128.0.0/30): Azure takes masks up to /29 for a subnet'],
    ],
  ]);
});
