import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Reachability } from '../../../network/reachability/reachability.ts';
import { differences, differencesOfQuestions } from './support/cells.ts';
import { clusters } from './support/random.ts';

/* Thousands of random clusters, cell by cell against a second reading of the specification. */

const modes = fc.constantFrom<'include' | 'exclude'>('include', 'exclude');
const seeds = [1, 20_251_121, Date.now() % 2 ** 31];

describe.each(seeds)('random clusters, seed %i', (seed) => {
  test('the matrix says what the specification says', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(clusters, modes, (cluster, ipBlockPods) => {
        const reach = new Reachability(cluster, { ipBlockPods });
        expect(differences(cluster, reach, ipBlockPods === 'include')).toEqual([]);
      }),
      { seed, numRuns: 1000 },
    );
  });

  test('so do single questions, explanations and the list of connections', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(clusters, modes, (cluster, ipBlockPods) => {
        const reach = new Reachability(cluster, { ipBlockPods });
        expect(differencesOfQuestions(cluster, reach, ipBlockPods === 'include')).toEqual([]);
      }),
      { seed, numRuns: 150 },
    );
  });
});
