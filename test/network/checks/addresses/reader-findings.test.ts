import { expect, test } from 'vitest';
import type { Topology } from '../../../../network/topology/topology.ts';
import { origin, topology } from '../../topology/builders.ts';
import { diagnose, summary } from '../run.ts';

test('CIDR-SYNTAX and DUPLICATE-NAME come from what the reader noticed', () => {
  const findings: Topology['findings'] = [
    {
      kind: 'bad-literal',
      text: '300.1.1.1',
      reason: '300 is not an octet from 0 to 255',
      origin: origin('300.1.1.1'),
    },
    { kind: 'host-bits', text: '10.0.0.5/8', suggestion: '10.0.0.0/8', origin: origin('10.0.0.5/8') },
    { kind: 'duplicate-name', what: 'network', name: 'lan', origin: origin('second'), first: origin('first') },
  ];
  expect(diagnose(topology({ findings })).map(summary)).toEqual([
    'DUPLICATE-NAME at second: There is already a network lan here: a reference to it could mean either (first)',
    'CIDR-SYNTAX at 300.1.1.1: 300.1.1.1 is not an address: 300 is not an octet from 0 to 255',
    'CIDR-SYNTAX at 10.0.0.5/8: 10.0.0.5/8 has host bits set: a prefix of that length that holds the address is 10.0.0.0/8 [Write 10.0.0.0/8: 10.0.0.5/8 -> 10.0.0.0/8]',
  ]);
});
