import { describe, expect, test } from 'vitest';
import { formatAddress } from '../../../../network/address/address.ts';
import { allocator } from '../../../../network/topology/allocate.ts';
import type { Cluster } from '../../../../network/topology/cluster.ts';
import { cluster, deployment, namespace, nic, node, subnet, topology, vpc, workload } from '../builders.ts';
import { awsVpc, terway } from '../cnis.ts';
import { allocate, podsOf } from './cluster.ts';

describe('pods with addresses of the VPC', () => {
  test('terway: from the pod vSwitches of the zone, past what the provider keeps and what is in use', () => {
    const it = allocate(
      {
        cni: terway('eniip', 'v/pods-h', 'v/pods-i'),
        podCIDRs: [],
        nodes: [node('h', nic('v/nodes-h', '10.1.0.11')), node('i', nic('v/nodes-i', '10.1.16.11'))],
        namespaces: [namespace('default', { workloads: [deployment('default/web', 3)] })],
      },
      {
        vpcs: [vpc('v', '10.0.0.0/8', { provider: 'alibaba' })],
        segments: [
          subnet('v', 'nodes-h', '10.1.0.0/20', 'h'),
          subnet('v', 'nodes-i', '10.1.16.0/20', 'i'),
          subnet('v', 'pods-h', '10.2.0.0/19', 'h'),
          subnet('v', 'pods-i', '10.2.32.0/19', 'i'),
        ],
      },
    );
    expect(podsOf(it)).toEqual({
      'default/web-0': 'h 10.2.0.1',
      'default/web-1': 'i 10.2.32.1',
      'default/web-2': 'h 10.2.0.2',
    });
  });

  test('aws-vpc: from the end of the node’s subnet, two clusters never the same', () => {
    const make = (id: string) =>
      cluster({
        id,
        cni: awsVpc(),
        podCIDRs: [],
        nodes: [node('a', nic('v/s', id === 'c' ? '10.0.0.254' : '10.0.0.10'), { id: `${id}/a` })],
        namespaces: [namespace('default', { workloads: [workload('default/a', { id: `${id}/default/a` })] })],
      });
    const [one, two] = [make('c'), make('d')];
    const all = allocator(
      topology({
        clusters: [one, two],
        vpcs: [vpc('v', '10.0.0.0/16', { provider: 'aws' })],
        segments: [subnet('v', 's', '10.0.0.0/24')],
      }),
    );
    const addressesOf = (c: Cluster) => all(c).podsOn(`${c.id}/a`)[0]!.addresses.map(formatAddress);
    expect(addressesOf(two)).toEqual(['10.0.0.252']);
    expect(addressesOf(one)).toEqual(['10.0.0.253']);
  });
});
