import { describe, expect, test } from 'vitest';
import { formatAddress } from '../../../../network/address/address.ts';
import { address } from '../../../../network/address/parse.ts';
import { cidrs, deployment, namespace, node, nodes, sourced, workload } from '../builders.ts';
import { calico, ipPool } from '../cnis.ts';
import { allocate, podsOf, rangesOf, withNodes } from './cluster.ts';

describe('blocks of Calico', () => {
  test('blocks: written ones, else the next free of the first pool that the node may use', () => {
    const gold = { op: '==', key: 'tier', value: 'gold' } as const;
    const cni = calico(ipPool('10.1.0.0/24', { nodeSelector: gold }), ipPool('10.2.0.0/24'));
    const it = allocate({
      cni,
      nodes: [
        node('a', [], { ipBlocks: cidrs('10.2.0.0/26') }),
        node('b', [], { labels: { tier: 'gold' } }),
        node('c'),
        node('d', [], { labels: { tier: 'gold' } }),
      ],
    });
    expect(rangesOf(it)).toEqual(['10.2.0.0/26', '10.1.0.0/26', '10.2.0.64/26', '10.1.0.64/26']);
  });

  test('a node with more pods than its block takes further ones from the end of the pool', () => {
    const it = allocate({
      cni: calico(ipPool('10.1.0.0/24')),
      nodes: nodes(1),
      namespaces: [namespace('default', { workloads: [deployment('default/web', 65)] })],
    });
    expect(rangesOf(it)).toEqual(['10.1.0.0/26 10.1.0.192/26']);
    expect(podsOf(it)).toMatchObject({ 'default/web-0': 'n1 10.1.0.0', 'default/web-64': 'n1 10.1.0.192' });
  });

  test('a node borrows single addresses where no block is left, the last ones of another node’s', () => {
    const it = allocate({
      cni: calico(ipPool('10.1.0.0/27', { blockSize: 28 })),
      nodes: nodes(2),
      namespaces: [
        namespace('default', {
          workloads: [
            { ...deployment('default/web', 18), on: [sourced('c/n1')] },
            { ...deployment('default/db', 15), on: [sourced('c/n2')] },
          ],
        }),
      ],
    });
    expect(rangesOf(it)).toEqual(['10.1.0.0/28', '10.1.0.16/28']);
    expect(podsOf(it)).toMatchObject({
      'default/web-15': 'n1 10.1.0.15',
      'default/web-16': 'n1 10.1.0.31',
      'default/web-17': 'n1 10.1.0.30',
      // What is lent is gone: 14 are left for n2 itself, and nobody lends it one.
      'default/db-13': 'n2 10.1.0.29',
      'default/db-14': 'n2',
    });
    const borrowed = address('10.1.0.31');
    expect(it.it.podAt(borrowed)?.label).toBe('default/web-16');
    expect(it.it.nodeOfRange(borrowed)?.name).toBe('n2');
    expect([...it.it.strayPods()].map(([one, { name }]) => `${formatAddress(one)} ${name}`)).toEqual([
      '10.1.0.31 n1',
      '10.1.0.30 n1',
    ]);
  });

  test('the tunnel has an address of the first block where the pool encapsulates', () => {
    const it = allocate({
      ...withNodes(workload('default/a')),
      cni: calico(ipPool('10.1.0.0/24', { ipipMode: 'CrossSubnet' })),
    });
    expect(it.it.tunnelAddresses(it.cluster.nodes[1]!).map(formatAddress)).toEqual(['10.1.0.64']);
    expect(podsOf(it)).toEqual({ 'default/a': 'n1 10.1.0.1' });
  });
});
