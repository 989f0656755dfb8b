import { describe } from 'vitest';
import { host, subnet, vpc } from '../../topology/builders.ts';
import { check } from '../cases.ts';

describe('CIDR-DOCKER0', () => {
  const docker = { ...host('builder'), docker: { bridges: [], containers: [] } };
  const DOCKER =
    'overlaps 172.17.0.0/16, the range of docker0: a machine with Docker would keep packets to it for itself';
  check([
    ['a wide VPC is left alone', { vpcs: [vpc('v', '172.16.0.0/12')], hosts: [docker] }, []],
    [
      'its subnet is not',
      { vpcs: [vpc('v', '172.16.0.0/12')], segments: [subnet('v', 's', '172.17.8.0/24')], hosts: [docker] },
      [`CIDR-DOCKER0 at 172.17.8.0/24: subnet s (172.17.8.0/24) ${DOCKER}`],
    ],
    [
      'a VPC inside speaks for its subnets',
      { vpcs: [vpc('v', '172.17.0.0/16')], segments: [subnet('v', 's', '172.17.8.0/24')], hosts: [docker] },
      [`CIDR-DOCKER0 at 172.17.0.0/16: VPC v (172.17.0.0/16) ${DOCKER}`],
    ],
    ['nobody has Docker', { vpcs: [vpc('v', '172.17.0.0/16')] }, []],
  ]);
});
