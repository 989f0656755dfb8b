import { expect, test } from 'vitest';
import type { Cluster } from '../../../../network/topology/cluster.ts';
import { cidrs, node, nodes } from '../builders.ts';
import { weave } from '../cnis.ts';
import { allocate, rangesOf } from './cluster.ts';

type Case = [what: string, parts: Partial<Cluster>, expected: readonly string[]];

const cases: readonly Case[] = [
  [
    'what is written first, then the next free',
    { nodes: [node('n1'), node('n2', [], { podCIDRs: cidrs('10.244.0.0/24') }), node('n3')] },
    ['10.244.1.0/24', '10.244.0.0/24', '10.244.2.0/24'],
  ],
  [
    'dual stack: one per family',
    { nodes: nodes(2), podCIDRs: cidrs('10.244.0.0/16', 'fd00:10:244::/56') },
    ['10.244.0.0/24 fd00:10:244::/64', '10.244.1.0/24 fd00:10:244:1::/64'],
  ],
  [
    'a node for which none is left has none',
    { nodes: nodes(3), podCIDRs: cidrs('10.244.0.0/23') },
    ['10.244.0.0/24', '10.244.1.0/24', ''],
  ],
  ['weave has none', { nodes: nodes(1), cni: weave() }, ['']],
];

test.each(cases)('node ranges: %s', (_, parts, expected) => {
  expect(rangesOf(allocate(parts))).toEqual(expected);
});
