import { createNetwork } from '../../machines/create.ts';
import { entry } from '../../topology/grouping.ts';
import { remembered } from '../../topology/ipam/lazy.ts';
import type { Expect } from '../../topology/question.ts';
import type { Topology } from '../../topology/topology.ts';
import { type Judgement, judge } from '../../trace/expect.ts';
import type { CheckContext } from '../diagnostic.ts';
import { clusterIpFromOutside } from './clusterip-use.ts';
import { deadEnds } from './ends.ts';

type Verdicts = (expect: Expect) => Judgement;

const known = new WeakMap<Topology, Verdicts>();

/** The statements that can be judged. One of which an end leads nowhere is TRACE-NO-END's or the reader's. */
export const judgeable = (topology: Topology): readonly Expect[] =>
  topology.expects.filter((expect) => deadEnds(topology, expect).length === 0);

/** Each statement with what became of it, but those whose failure CLUSTERIP-OUTSIDE explains. */
export function* verdicts(context: CheckContext): Generator<readonly [Expect, Judgement]> {
  const verdictOf = context.verdictOf ?? ownVerdicts(context);
  for (const expect of judgeable(context.topology)) {
    if (context.stop()) return;
    if (expect.can && clusterIpFromOutside(context, expect)) continue;
    yield [expect, verdictOf(expect)];
  }
}

/** Whether a packet died of what EGRESS-NO-NAT tells of. */
export function isWithoutWayOut({ result }: Pick<Judgement, 'result'>): boolean {
  return result?.paths.some(({ code }) => code === 'EGRESS-NO-NAT') ?? false;
}

/** Two checks ask for the same verdicts: each packet is followed once. */
function ownVerdicts({ topology, allocate }: CheckContext): Verdicts {
  return entry(known, topology, () => {
    const network = createNetwork(topology, allocate);
    return remembered((expect: Expect) => judge(network, expect));
  });
}
