import { describe } from 'vitest';
import { cidrs, cluster, host, network, nic, node, origin, sourced, subnet, vpc } from '../../topology/builders.ts';
import { flannel } from '../../topology/cnis.ts';
import { type Case, check, one } from '../cases.ts';

describe('CIDR-PEER', () => {
  const SIDE = 'which it is connected with: a packet to an address of both stays on its own side';
  const office = network('office', '10.0.0.0/24');
  check([
    [
      'a peered network elsewhere',
      { vpcs: [vpc('v', '10.1.0.0/16', { peerings: [sourced('office')] })], segments: [office] },
      [],
    ],
    [
      'a peered network: the VPC is the one to move, with what it holds',
      {
        vpcs: [vpc('v', '10.0.0.0/16', { peerings: [sourced('office')] })],
        segments: [office, subnet('v', 's', '10.0.1.0/24')],
        hosts: [host('db', nic('v/s', '10.0.1.9'))],
      },
      [
        `CIDR-PEER at 10.0.0.0/16: VPC v (10.0.0.0/16) overlaps network office (10.0.0.0/24), ${SIDE} (10.0.0.0/24) [Move VPC v to 10.1.0.0/16, with what is written inside it: 10.0.0.0/16 -> 10.1.0.0/16, 10.0.1.0/24 -> 10.1.1.0/24, 10.0.1.9 -> 10.1.1.9]`,
      ],
    ],
    [
      'two VPCs that peer with each other: said once, of the later',
      {
        vpcs: [
          vpc('v', '10.0.0.0/16', { peerings: [sourced('w')] }),
          vpc('w', '10.0.0.0/16', { peerings: [sourced('v')] }),
        ],
      },
      [
        `CIDR-PEER at 10.0.0.0/16: VPC w (10.0.0.0/16) overlaps VPC v (10.0.0.0/16), ${SIDE} (10.0.0.0/16) [Move VPC w to 10.1.0.0/16: 10.0.0.0/16 -> 10.1.0.0/16]`,
      ],
    ],
    [
      'peering is not transitive',
      {
        vpcs: [
          vpc('v', '10.0.0.0/16', { peerings: [sourced('w')] }),
          vpc('w', '10.1.0.0/16', { peerings: [sourced('x')] }),
          vpc('x', '10.0.0.0/16'),
        ],
      },
      [],
    ],
    [
      'networks behind one router',
      {
        segments: [network('a', '10.0.0.0/24'), network('b', '10.0.1.0/24'), network('c', '10.0.0.128/25')],
        routers: [
          { id: 'r', name: 'r', origin: origin('r'), connects: [sourced('a'), sourced('b')], routes: [] },
          { id: 's', name: 's', origin: origin('s'), connects: [sourced('b'), sourced('c')], routes: [] },
        ],
      },
      [
        `CIDR-PEER at 10.0.0.128/25: network c (10.0.0.128/25) overlaps network a (10.0.0.0/24), ${SIDE} (10.0.0.0/24) [Move network c to 10.0.2.0/25: 10.0.0.128/25 -> 10.0.2.0/25]`,
      ],
    ],
    [
      'Pods and a peered network',
      {
        vpcs: [vpc('v', '10.1.0.0/16', { peerings: [sourced('office')] })],
        segments: [office, subnet('v', 's', '10.1.0.0/24')],
        ...one({ podCIDRs: cidrs('10.0.0.0/16'), nodes: [node('n1', nic('v/s', '10.1.0.9'))] }),
      },
      [
        `CIDR-PEER at 10.0.0.0/16: Pod range 10.0.0.0/16 of cluster c overlaps network office (10.0.0.0/24), ${SIDE} (10.0.0.0/24) [Move the Pod range to 10.2.0.0/16: 10.0.0.0/16 -> 10.2.0.0/16]`,
      ],
    ],
    ...(['alivpc', 'vxlan'] as const).map((backend): Case => {
      const make = (id: string) =>
        cluster({
          id,
          name: id,
          cni: flannel(backend),
          serviceCIDRs: cidrs(id === 'a' ? '172.20.0.0/16' : '172.21.0.0/16'),
          nodes: [node('n', nic('v/s', id === 'a' ? '10.1.0.8' : '10.1.0.9'), { id: `${id}/n` })],
        });
      const expected = `CIDR-PEER at 10.244.0.0/16: Pod range 10.244.0.0/16 of cluster b overlaps Pod range 10.244.0.0/16 of cluster a, ${SIDE} (10.244.0.0/16) [Move the Pod range to 10.245.0.0/16: 10.244.0.0/16 -> 10.245.0.0/16]`;
      return [
        `two clusters of one VPC, flannel ${backend}`,
        {
          vpcs: [vpc('v', '10.1.0.0/16')],
          segments: [subnet('v', 's', '10.1.0.0/24')],
          clusters: [make('a'), make('b')],
        },
        backend === 'alivpc' ? [expected] : [],
      ];
    }),
  ]);
});
