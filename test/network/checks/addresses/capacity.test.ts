import { describe } from 'vitest';
import type { NodeGroup } from '../../../../network/topology/cluster.ts';
import {
  cidrs,
  deployment,
  host,
  network,
  nic,
  node,
  nodes,
  origin,
  sourced,
  subnet,
  vpc,
  workload,
} from '../../topology/builders.ts';
import { awsVpc, calico, ipPool } from '../../topology/cnis.ts';
import { check, one, pods } from '../cases.ts';

describe('capacity', () => {
  const group: NodeGroup = {
    id: 'c/w',
    name: 'w',
    origin: origin('w'),
    min: 2,
    max: 6,
    template: { nics: [], labels: {} },
  };
  check([
    [
      'a subnet too small for its machines',
      {
        vpcs: [vpc('v', '10.0.0.0/16', { provider: 'aws' })],
        segments: [subnet('v', 's', '10.0.0.0/28')],
        hosts: Array.from({ length: 13 }, (_, i) => host(`h${i}`, nic('v/s'))),
      },
      ['SUBNET-CAPACITY at 10.0.0.0/28: subnet s has 11 usable addresses, and 2 machines would go without one'],
    ],
    [
      'a subnet too small for its Pods',
      {
        vpcs: [vpc('v', '10.0.0.0/16', { provider: 'aws' })],
        segments: [subnet('v', 's', '10.0.0.0/28')],
        ...one({
          cni: awsVpc(),
          podCIDRs: [],
          nodes: [node('n1', nic('v/s'))],
          namespaces: pods(deployment('default/web', 11)),
        }),
      },
      ['SUBNET-CAPACITY at 10.0.0.0/28: subnet s has 11 usable addresses, and 1 Pod would go without one'],
    ],
    [
      'fewer node ranges than nodes: wider in place',
      one({ podCIDRs: cidrs('10.244.0.0/22'), nodes: nodes(5) }),
      [
        'NODE-CIDR-EXHAUSTED at 10.244.0.0/22: Pod range 10.244.0.0/22 of cluster c has 4 node ranges of /24 for 5 nodes [Widen the Pod range to 10.244.0.0/21: 10.244.0.0/22 -> 10.244.0.0/21]',
      ],
    ],
    [
      'something is in the way: elsewhere; groups count as far as they may grow',
      {
        segments: [network('lan', '10.244.4.0/24')],
        ...one({
          podCIDRs: cidrs('10.244.0.0/22'),
          nodes: [node('w-1', nic('lan'), { group: 'w' }), node('w-2', nic('lan'), { group: 'w' })],
          nodeGroups: [group],
        }),
      },
      [
        'NODE-CIDR-EXHAUSTED at 10.244.0.0/22: Pod range 10.244.0.0/22 of cluster c has 4 node ranges of /24 for 6 nodes [Widen the Pod range to 10.244.8.0/21: 10.244.0.0/22 -> 10.244.8.0/21]',
      ],
    ],
    [
      'more Pods than a node’s range has room for',
      one({
        nodes: nodes(2),
        nodeCIDRMaskSizes: { 4: 29, 6: 64 },
        podCIDRs: cidrs('10.244.0.0/20'),
        namespaces: pods(deployment('default/web', 12)),
      }),
      ['NODE-PODS-EXHAUSTED at n1: Node n1 has 6 Pods and room for 5: its Pod range is a /29 (and 1 more node) (n2)'],
    ],
    [
      'the tighter of two limits, which is what has to be loosened',
      one({ nodes: nodes(1), namespaces: pods(deployment('default/web', 300)) }),
      ['NODE-PODS-EXHAUSTED at n1: Node n1 has 300 Pods and room for 110: maxPods is 110'],
    ],
    [
      'more Pods than maxPods, hostNetwork ones too',
      one({
        nodes: nodes(1),
        maxPods: 2,
        namespaces: pods(workload('default/h', { kind: 'Deployment', replicas: 3, hostNetwork: true })),
      }),
      ['NODE-PODS-EXHAUSTED at n1: Node n1 has 3 Pods and room for 2: maxPods is 2'],
    ],
    [
      'more Pods of Calico than its pool has addresses for, lent ones and all',
      one({
        nodes: nodes(2),
        podCIDRs: [],
        cni: calico(ipPool('10.244.0.0/28', { blockSize: 29 })),
        namespaces: pods(deployment('default/web', 18)),
      }),
      [
        'NODE-PODS-EXHAUSTED at n1: Node n1 has 9 Pods and room for 8: no IPPool that it may use has an address left (and 1 more node) (n2)',
      ],
    ],
    [
      'more Pods than the network interfaces allow: m5.large has room for 29',
      {
        vpcs: [vpc('v', '10.0.0.0/16', { provider: 'aws' })],
        segments: [subnet('v', 's', '10.0.0.0/24')],
        ...one({
          cni: awsVpc(),
          podCIDRs: [],
          nodes: [node('n1', nic('v/s'), { instanceType: sourced('m5.large') })],
          namespaces: pods(deployment('default/web', 30)),
        }),
      },
      ['NODE-PODS-EXHAUSTED at n1: Node n1 has 30 Pods and room for 29: 3 network interfaces of 10 addresses'],
    ],
  ]);
});
