import { expect, test } from 'vitest';
import { Reachability } from '../../../network/reachability/reachability.ts';
import { topologyOf } from '../../support/examples.ts';

const PODS = ['a', 'b', 'c', 'd'];

/** A cluster of pods that all may reach each other, but that `e` may only reach those with some label. */
const clusterWhereEReaches = async (label: string) =>
  (
    await topologyOf(`cluster c { podCIDR 10.244.0.0/16
  namespace default {
    ${PODS.map((name) => `pod ${name} { labels app=${name} tier=be }`).join('\n    ')}
    pod e { labels app=e }
    networkPolicy e { podSelector app=e policyTypes Egress  egress { to podSelector ${label} } }
  }
}`)
  ).clusters[0]!;

test('destinations that the same may reach share a row after each edit, too', async () => {
  const [none, all] = [await clusterWhereEReaches('tier=none'), await clusterWhereEReaches('tier=be')];
  const reach = new Reachability(none, { ipBlockPods: 'include' });
  for (const cluster of [none, all, none, all]) {
    reach.update(cluster);
    const { atoms, table } = reach.matrix;
    const { of } = reach.matrix.slice(atoms[0]!);
    const rows = PODS.map((name) => of[table.classesOf(`c/default/${name}`)[0]!]);
    expect(new Set(rows).size).toBe(1);
  }
});
