import { describe } from 'vitest';
import type { Topology } from '../../../../network/topology/topology.ts';
import { host, nic, subnet, vpc } from '../../topology/builders.ts';
import { check } from '../cases.ts';

describe('SUBNET-OUTSIDE and SUBNET-OVERLAP', () => {
  const subnets = (...ranges: string[]): Partial<Topology> => ({
    vpcs: [vpc('shop', ['10.0.0.0/16', '10.9.0.0/16'], { provider: 'aws' })],
    segments: ranges.map((range, index) => subnet('shop', `s${index}`, range)),
  });
  const OUTSIDE =
    'lies outside VPC shop (10.0.0.0/16 and 10.9.0.0/16): its addresses belong to no range of the VPC (10.0.0.0/16; 10.9.0.0/16)';

  check([
    ['side by side, in either range', subnets('10.0.0.0/20', '10.0.16.0/20', '10.9.0.0/16'), []],
    [
      'outside',
      subnets('10.0.0.0/20', '10.1.0.0/20'),
      [
        `SUBNET-OUTSIDE at 10.1.0.0/20: subnet s1 (10.1.0.0/20) ${OUTSIDE} [Move subnet s1 to 10.0.16.0/20: 10.1.0.0/20 -> 10.0.16.0/20]`,
      ],
    ],
    [
      'larger than the VPC: outside, with nothing to offer, and no overlap besides',
      subnets('10.0.0.0/20', '10.0.0.0/8'),
      [`SUBNET-OUTSIDE at 10.0.0.0/8: subnet s1 (10.0.0.0/8) ${OUTSIDE}`],
    ],
    [
      'overlapping: the later one, with all earlier ones',
      subnets('10.0.0.0/24', '10.0.1.0/24', '10.0.0.0/20'),
      [
        'SUBNET-OVERLAP at 10.0.0.0/20: subnet s2 (10.0.0.0/20) of VPC shop overlaps subnet s0 (10.0.0.0/24) and subnet s1 (10.0.1.0/24): one address would be in both (10.0.0.0/24; 10.0.1.0/24) [Move subnet s2 to 10.0.16.0/20: 10.0.0.0/20 -> 10.0.16.0/20]',
      ],
    ],
    [
      'one that swallows its neighbours is one mistake, wherever it stands',
      subnets('10.0.0.0/18', '10.0.16.0/20', '10.0.32.0/20'),
      [
        'SUBNET-OVERLAP at 10.0.0.0/18: subnet s0 (10.0.0.0/18) of VPC shop overlaps subnet s1 (10.0.16.0/20) and subnet s2 (10.0.32.0/20): one address would be in both (10.0.16.0/20; 10.0.32.0/20) [Move subnet s0 to 10.0.64.0/18: 10.0.0.0/18 -> 10.0.64.0/18]',
      ],
    ],
    [
      'three alike',
      subnets('10.0.0.0/24', '10.0.0.0/24', '10.0.0.0/24'),
      [
        'SUBNET-OVERLAP at 10.0.0.0/24: subnet s1 (10.0.0.0/24) of VPC shop overlaps subnet s0 (10.0.0.0/24): one address would be in both (10.0.0.0/24) [Move subnet s1 to 10.0.1.0/24: 10.0.0.0/24 -> 10.0.1.0/24]',
        'SUBNET-OVERLAP at 10.0.0.0/24: subnet s2 (10.0.0.0/24) of VPC shop overlaps subnet s0 (10.0.0.0/24) and subnet s1 (10.0.0.0/24): one address would be in both (10.0.0.0/24; 10.0.0.0/24) [Move subnet s2 to 10.0.1.0/24: 10.0.0.0/24 -> 10.0.1.0/24]',
      ],
    ],
    [
      'subnets of two VPCs may be alike',
      {
        vpcs: [vpc('a', '10.0.0.0/16'), vpc('b', '10.0.0.0/16')],
        segments: [subnet('a', 's', '10.0.0.0/24'), subnet('b', 's', '10.0.0.0/24')],
      },
      [],
    ],
    [
      'addresses on the subnet move along, those on its neighbour stay',
      {
        ...subnets('10.0.0.0/24', '10.0.0.0/24'),
        hosts: [host('stays', nic('shop/s0', '10.0.0.4')), host('moves', nic('shop/s1', '10.0.0.5'))],
      },
      [
        'SUBNET-OVERLAP at 10.0.0.0/24: subnet s1 (10.0.0.0/24) of VPC shop overlaps subnet s0 (10.0.0.0/24): one address would be in both (10.0.0.0/24) [Move subnet s1 to 10.0.1.0/24, with the addresses written on it: 10.0.0.0/24 -> 10.0.1.0/24, 10.0.0.5 -> 10.0.1.5]',
      ],
    ],
  ]);
});
