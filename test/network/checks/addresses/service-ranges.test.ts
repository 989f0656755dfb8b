import { describe } from 'vitest';
import type { Topology } from '../../../../network/topology/topology.ts';
import {
  addresses,
  cidrs,
  cluster,
  namespace,
  network,
  nic,
  node,
  service,
  subnet,
  vpc,
} from '../../topology/builders.ts';
import { check } from '../cases.ts';
import { shop } from './shop.ts';

const SERVICE = 'kube-proxy would take packets to it for packets to a Service';

describe('CIDR-SVC-OVERLAP', () => {
  check([
    [
      'the Pods: the Service range is the one to move',
      shop('172.20.0.0/14', '172.20.0.0/16'),
      [
        `CIDR-SVC-OVERLAP at 172.20.0.0/16: Service range 172.20.0.0/16 of cluster demo overlaps its Pod range 172.20.0.0/14: ${SERVICE} (172.20.0.0/14) [Move the Service range to 172.24.0.0/16: 172.20.0.0/16 -> 172.24.0.0/16]`,
      ],
    ],
    [
      'the Pods, also where it holds them',
      shop('10.100.0.0/16', '10.96.0.0/12'),
      [
        `CIDR-SVC-OVERLAP at 10.96.0.0/12: Service range 10.96.0.0/12 of cluster demo overlaps its Pod range 10.100.0.0/16: ${SERVICE} (10.100.0.0/16) [Move the Service range to 10.112.0.0/12: 10.96.0.0/12 -> 10.112.0.0/12]`,
      ],
    ],
    [
      'a vSwitch',
      shop('172.20.0.0/16', '10.0.0.0/18'),
      [
        `CIDR-SVC-OVERLAP at 10.0.0.0/18: Service range 10.0.0.0/18 of cluster demo overlaps vSwitch zone-h (10.0.32.0/20) of VPC shop: ${SERVICE} (10.0.32.0/20; 10.0.0.0/16) [Move the Service range to 10.1.0.0/18: 10.0.0.0/18 -> 10.1.0.0/18]`,
      ],
    ],
    [
      'no block of the size is left: the largest that is; clusterIPs move along',
      {
        segments: [network('lan', '10.0.0.0/8')],
        clusters: [
          cluster({
            podCIDRs: cidrs('192.168.0.0/16'),
            dns: { ...cluster().dns, clusterIP: addresses('10.96.0.10')[0] },
            nodes: [node('n1', nic('lan', '10.0.0.1'))],
            namespaces: [
              namespace('default', { services: [service('default/a', { clusterIPs: addresses('10.96.0.20') })] }),
            ],
          }),
        ],
      },
      [
        `CIDR-SVC-OVERLAP at 10.96.0.0/12: Service range 10.96.0.0/12 of cluster c overlaps network lan (10.0.0.0/8): ${SERVICE} (10.0.0.0/8) [Move the Service range to 172.24.0.0/13, with the clusterIPs written in it: 10.96.0.0/12 -> 172.24.0.0/13, 10.96.0.10 -> 172.24.0.10, 10.96.0.20 -> 172.24.0.20]`,
      ],
    ],
  ]);
});

describe('CIDR-SVC-MULTI', () => {
  const make = (id: string, segment: string, ip: string) =>
    cluster({
      id,
      name: id,
      podCIDRs: cidrs(id === 'a' ? '10.2.0.0/16' : '10.3.0.0/16'),
      nodes: [node('n', nic(segment, ip), { id: `${id}/n` })],
    });
  const two = (second: string): Partial<Topology> => ({
    vpcs: [vpc('v', '10.0.0.0/16'), vpc('w', '10.1.0.0/16')],
    segments: [subnet('v', 's', '10.0.0.0/24'), subnet('w', 's', '10.1.0.0/24')],
    clusters: [make('a', 'v/s', '10.0.0.8'), make('b', second, second === 'v/s' ? '10.0.0.9' : '10.1.0.9')],
  });
  check([
    ['clusters of two VPCs may', two('w/s'), []],
    [
      'clusters of one may not',
      two('v/s'),
      [
        "CIDR-SVC-MULTI at 10.96.0.0/12: Service range 10.96.0.0/12 of cluster b overlaps the Service range 10.96.0.0/12 of cluster a in the same VPC: neither can ever reach the other's Services by address (10.96.0.0/12)",
      ],
    ],
  ]);
});
