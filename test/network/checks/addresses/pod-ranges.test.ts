import { describe } from 'vitest';
import type { Cluster } from '../../../../network/topology/cluster.ts';
import type { Topology } from '../../../../network/topology/topology.ts';
import { cidrs, nic, node, nodes, subnet, vpc } from '../../topology/builders.ts';
import { calico, ipPool, terway } from '../../topology/cnis.ts';
import { at, check, one, pods } from '../cases.ts';

describe('CIDR-POD-OUTSIDE-VPC', () => {
  const inVpc = (parts: Partial<Cluster>): Partial<Topology> => ({
    vpcs: [vpc('v', '10.0.0.0/16', { provider: 'alibaba' }), vpc('w', '10.9.0.0/16', { provider: 'alibaba' })],
    segments: [subnet('v', 's', '10.0.0.0/19'), subnet('w', 's', '10.9.0.0/19')],
    ...one({ cni: terway('eniip', 'v/s'), podCIDRs: [], nodes: [node('n1', nic('v/s', '10.0.0.9'))], ...parts }),
  });
  const WHERE = 'the VPC of the nodes, v (10.0.0.0/16)';
  const BECAUSE = 'with terway Pods have addresses of the VPC';
  check([
    ['a Pod range inside the VPC', inVpc({ podCIDRs: cidrs('10.0.0.0/20') }), []],
    [
      'a Pod range outside',
      inVpc({ podCIDRs: cidrs('172.20.0.0/16') }),
      [`CIDR-POD-OUTSIDE-VPC at 172.20.0.0/16: Pod range 172.20.0.0/16 of cluster c lies outside ${WHERE}: ${BECAUSE}`],
    ],
    [
      'a Pod address outside',
      inVpc({ namespaces: pods(at('a', '172.20.0.9')) }),
      [`CIDR-POD-OUTSIDE-VPC at 172.20.0.9: 172.20.0.9 of Pod default/a lies outside ${WHERE}: ${BECAUSE}`],
    ],
    [
      'a vSwitch of another VPC',
      inVpc({ cni: terway('eniip', 'v/s', 'w/s') }),
      [
        `CIDR-POD-OUTSIDE-VPC at w/s: Pod vSwitch s is not in ${WHERE}: an instance takes no network interface of another`,
      ],
    ],
  ]);
});

describe('CIDR-POD-POD', () => {
  const ranged = (name: string, range: string) => node(name, [], { podCIDRs: cidrs(range) });
  const blocks = (name: string, range: string) => node(name, [], { ipBlocks: cidrs(range) });
  check([
    ['side by side', one({ nodes: [ranged('n1', '10.244.0.0/24'), ranged('n2', '10.244.1.0/24')] }), []],
    [
      'two alike: the later moves, with its Pods',
      one({
        nodes: [ranged('n1', '10.244.0.0/24'), ranged('n2', '10.244.0.0/24')],
        namespaces: pods(at('a', '10.244.0.9', 'n2')),
      }),
      [
        'CIDR-POD-POD at 10.244.0.0/24: The Pod range 10.244.0.0/24 of node n2 overlaps 10.244.0.0/24 of node n1: packets to its Pods would go to both (10.244.0.0/24) [Move the Pod range to 10.244.1.0/24, with the addresses of its Pods: 10.244.0.0/24 -> 10.244.1.0/24, 10.244.0.9 -> 10.244.1.9]',
      ],
    ],
    [
      'outside the cluster’s range, and not overlapping besides',
      one({ nodes: [ranged('n1', '10.9.0.0/24'), ranged('n2', '10.9.0.0/24')] }),
      [
        'CIDR-POD-POD at 10.9.0.0/24: The Pod range 10.9.0.0/24 of node n1 lies outside the Pod range 10.244.0.0/16 of cluster c [Move the Pod range to 10.244.0.0/24: 10.9.0.0/24 -> 10.244.0.0/24]',
        'CIDR-POD-POD at 10.9.0.0/24: The Pod range 10.9.0.0/24 of node n2 lies outside the Pod range 10.244.0.0/16 of cluster c [Move the Pod range to 10.244.0.0/24: 10.9.0.0/24 -> 10.244.0.0/24]',
      ],
    ],
    [
      'all outside: the cluster’s range is the one that is wrong',
      one({ nodes: [ranged('n1', '10.9.0.0/24'), ranged('n2', '10.9.1.0/24')] }),
      [
        'CIDR-POD-POD at 10.244.0.0/16: None of the 2 Pod ranges of nodes lies in the Pod range 10.244.0.0/16 of cluster c (10.9.0.0/24; 10.9.1.0/24) [Write 10.9.0.0/16, which holds them all: 10.244.0.0/16 -> 10.9.0.0/16]',
      ],
    ],
    [
      'a block of Calico in no pool',
      one({ cni: calico(ipPool('10.1.0.0/24')), nodes: [blocks('n1', '10.1.0.0/26'), blocks('n2', '10.2.0.0/26')] }),
      [
        'CIDR-POD-POD at 10.2.0.0/26: The block 10.2.0.0/26 of node n2 lies outside the IPPools 10.1.0.0/24 of cluster c [Move the block to 10.1.0.64/26: 10.2.0.0/26 -> 10.1.0.64/26]',
      ],
    ],
    [
      'one Pod address twice',
      one({ nodes: nodes(1), namespaces: pods(at('a', '10.244.0.9', 'n1'), at('b', '10.244.0.9', 'n1')) }),
      [
        "CIDR-POD-POD at 10.244.0.9: 10.244.0.9 of Pod default/b is already Pod default/a's (10.244.0.9) [Use the next free address, 10.244.0.2: 10.244.0.9 -> 10.244.0.2]",
      ],
    ],
  ]);
});
