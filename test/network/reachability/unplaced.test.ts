import { expect, test } from 'vitest';
import { Reachability } from '../../../network/reachability/reachability.ts';
import type { Origin } from '../../../network/topology/origin.ts';
import { topologyOf } from '../../support/examples.ts';

const TEXT = `cluster c { podCIDR 10.244.0.0/16
  namespace default {
    pod a { labels app=a  port http 80/TCP }
    pod b { labels app=b  port http 8080/TCP }
    networkPolicy a {
      podSelector app=a
      policyTypes Ingress Egress
      ingress { from podSelector app=b namespaceSelector team in (x, y)  port http }
      ingress { from ipBlock 10.0.0.0/8 except 10.1.0.0/16  port 90/TCP }
      egress { to podSelector app=b  port http  port 53/UDP }
    }
  }
}`;

/** Of what is in there and has a place, who made the place. */
function placesIn(value: unknown): Set<Origin['reader']> {
  const found = new Set<Origin['reader']>();
  JSON.stringify(value, (key, one) => {
    if (!/origin$/i.test(key)) return one;
    found.add((one as Origin).reader);
    return undefined;
  });
  return found;
}

test('what is kept over edits has no places, which would keep the texts that they are in', async () => {
  const [cluster] = (await topologyOf(TEXT)).clusters;
  const { matrix } = new Reachability(cluster!, { ipBlockPods: 'include' });
  const uses = [...matrix.sides.inward.uses, ...matrix.sides.outward.uses].map(({ grant }) => grant);
  expect(uses).toHaveLength(3);
  expect(placesIn(uses)).toEqual(new Set(['none']));
  const parties = matrix.table.members.flatMap((one) => (one ? [one.party] : []));
  // Both pods, and the cluster's DNS.
  expect(parties.filter(({ ports }) => ports.length > 0)).toHaveLength(3);
  expect(placesIn(parties.map((one) => ({ ...one, addresses: [] })))).toEqual(new Set(['none']));
});
