import { expect, test } from 'vitest';
import { address } from '../../../../network/address/parse.ts';
import type { Cluster } from '../../../../network/topology/cluster.ts';
import type { Topology } from '../../../../network/topology/topology.ts';
import { addresses, cidrs, deployment, namespace, network, nic, node, nodes, sourced, workload } from '../builders.ts';
import { weave } from '../cnis.ts';
import { allocate, podsOf, withNodes } from './cluster.ts';

type Case = [
  what: string,
  parts: Partial<Cluster>,
  expected: Readonly<Record<string, string>>,
  rest?: Partial<Topology>,
];

const cases: readonly Case[] = [
  [
    'spread in turn, from the second address of the node on, past what is written',
    withNodes(
      deployment('default/web', 3),
      workload('default/fixed', { on: [sourced('c/n1')], addresses: addresses('10.244.0.3') }),
      workload('default/last'),
    ),
    {
      'default/web-0': 'n1 10.244.0.2',
      'default/web-1': 'n2 10.244.1.2',
      'default/web-2': 'n1 10.244.0.4',
      'default/fixed': 'n1 10.244.0.3',
      'default/last': 'n2 10.244.1.3',
    },
  ],
  [
    'an address without a node says the node',
    withNodes(workload('default/a', { addresses: addresses('10.244.1.9') })),
    { 'default/a': 'n2 10.244.1.9' },
  ],
  [
    'a DaemonSet has one on each node; CoreDNS is there first',
    {
      nodes: nodes(2),
      namespaces: [
        namespace('default', { workloads: [workload('default/agent', { kind: 'DaemonSet' })] }),
        namespace('kube-system', {
          workloads: [workload('kube-system/coredns', { kind: 'Deployment', replicas: 2, implicit: true })],
        }),
      ],
    },
    {
      'default/agent-0': 'n1 10.244.0.3',
      'default/agent-1': 'n2 10.244.1.3',
      'kube-system/coredns-0': 'n1 10.244.0.2',
      'kube-system/coredns-1': 'n2 10.244.1.2',
    },
  ],
  [
    'a hostNetwork pod has the addresses of the NIC that the default route leaves by',
    {
      nodes: [node('n1', [nic('inside', '10.0.0.5'), nic('lan', '192.168.1.5')])],
      namespaces: [namespace('default', { workloads: [workload('default/a', { hostNetwork: true })] })],
    },
    { 'default/a': 'n1 192.168.1.5' },
    {
      segments: [
        network('inside', '10.0.0.0/24'),
        network('lan', '192.168.1.0/24', { gateways: addresses('192.168.1.1') }),
      ],
    },
  ],
  [
    'dual stack: an address of each family, the first podCIDR first',
    { ...withNodes(workload('default/a')), podCIDRs: cidrs('fd00::/56', '10.244.0.0/16') },
    { 'default/a': 'n1 fd00::2 10.244.0.2' },
  ],
];

test.each(cases)('pods: %s', (_, parts, expected, rest) => {
  expect(podsOf(allocate(parts, rest))).toEqual(expected);
});

test('pods of weave: from one range', () => {
  const cluster = { ...withNodes(deployment('default/web', 3)), cni: weave(), podCIDRs: cidrs('10.32.0.0/12') };
  const it = allocate(cluster);
  expect(podsOf(it)).toEqual({
    'default/web-0': 'n1 10.32.0.2',
    'default/web-1': 'n2 10.32.0.3',
    'default/web-2': 'n1 10.32.0.4',
  });
  expect(it.it.podAt(address('10.32.0.3'))?.label).toBe('default/web-1');
});

test('pods are found by their address, and nodes by their range', () => {
  const { it } = allocate(withNodes(deployment('default/web', 3), workload('default/x', { hostNetwork: true })));
  expect(it.podAt(address('10.244.0.3'))?.label).toBe('default/web-2');
  expect(it.podAt(address('10.244.0.9'))).toBeUndefined();
  expect(it.podAt(address('10.9.9.9'))).toBeUndefined();
  expect(it.nodeOfRange(address('10.244.1.200'))?.name).toBe('n2');
});
