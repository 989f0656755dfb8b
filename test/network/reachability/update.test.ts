import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Reachability } from '../../../network/reachability/reachability.ts';
import type { Cluster } from '../../../network/topology/cluster.ts';
import { differences } from './support/cells.ts';
import { type Edit, edited, edits } from './support/edits.ts';
import { clusters } from './support/random.ts';

/* After every edit an engine that has followed all edits says what a fresh one says. */

const modes = fc.constantFrom<'include' | 'exclude'>('include', 'exclude');
const runs = { numRuns: 50, edits: 20 };

/** Everything an engine says, as text; asking for all slices leaves something for the next update to patch. */
function everything(reach: Reachability): string[] {
  for (const atom of reach.matrix.atoms) reach.matrix.slice(atom);
  return [...reach.connections()].map((one) => JSON.stringify(one));
}

function follow(cluster: Cluster, list: readonly Edit[], ipBlockPods: 'include' | 'exclude'): void {
  const reach = new Reachability(cluster, { ipBlockPods });
  everything(reach);
  let now = cluster;
  for (const edit of list) {
    now = edited(now, edit);
    // What was let go is made anew from what the engine has kept.
    reach.matrix.release(reach.matrix.atoms[0]!);
    reach.update(now);
    expect(everything(reach)).toEqual(everything(new Reachability(now, { ipBlockPods })));
    expect(differences(now, reach, ipBlockPods === 'include')).toEqual([]);
  }
}

test.each([7, 20_251_121, Date.now() % 2 ** 31])('1,000 random edits, seed %i', { timeout: 240_000 }, (seed) => {
  fc.assert(
    fc.property(
      clusters,
      fc.array(edits, { minLength: runs.edits, maxLength: runs.edits }),
      modes,
      (cluster, list, mode) => follow(cluster, list, mode),
    ),
    { seed, numRuns: runs.numRuns },
  );
});
