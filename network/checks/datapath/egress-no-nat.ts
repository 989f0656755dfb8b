import { createNetwork } from '../../machines/create.ts';
import type { Trace } from '../../topology/question.ts';
import type { TraceResult } from '../../trace/result.ts';
import { trace } from '../../trace/trace.ts';
import type { Check, CheckContext } from '../diagnostic.ts';
import { diagnostic, isWritten } from '../support/place.ts';
import { isWithoutWayOut, verdicts } from '../support/verdicts.ts';

/** A `cannot reach` is right about it. */
export const egressNoNat: Check = {
  code: 'EGRESS-NO-NAT',
  severity: 'error',
  summary: 'Something that has to reach the Internet has no way out of its VPC, or comes to the gateway untranslated',
  slow: true,
  *run(context) {
    for (const [expect, judgement] of verdicts(context)) {
      if (expect.can && judgement.verdict === 'fails' && isWithoutWayOut(judgement)) {
        yield diagnostic(this, told(expect, judgement.result!));
      }
    }
    yield* traces(context);
  },
};

function* traces({ topology, allocate, stop }: CheckContext) {
  const asked = topology.traces.filter(({ to }) => to.kind === 'internet');
  if (asked.length === 0 || topology.vpcs.length === 0) return;
  const network = createNetwork(topology, allocate);
  for (const question of asked) {
    if (stop()) return;
    const result = trace(network, question);
    if (isWithoutWayOut({ result })) yield diagnostic(egressNoNat, told(question, result));
  }
}

function told(question: Trace, result: TraceResult) {
  const path = result.paths.find(({ code }) => code === egressNoNat.code)!;
  const last = path.forward.at(-1);
  const step = last?.steps.findLast((one) => 'origin' in one && one.origin !== undefined && isWritten(one.origin));
  const origin = step && 'origin' in step ? step.origin : undefined;
  const message = `${result.flow.source} has no way out to the Internet: ${path.reason}`;
  return { message, origin: question.origin, related: origin ? [{ origin, message: `Here: ${last?.namespace}` }] : [] };
}
