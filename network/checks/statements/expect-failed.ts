import type { Judgement } from '../../trace/expect.ts';
import type { Step } from '../../trace/result.ts';
import type { Check, Diagnostic } from '../diagnostic.ts';
import { diagnostic, isWritten } from '../support/place.ts';
import { isWithoutWayOut, verdicts } from '../support/verdicts.ts';

export const expectFailed: Check = {
  code: 'EXPECT-FAILED',
  severity: 'error',
  summary: 'An expect that does not hold',
  slow: true,
  *run(context) {
    for (const [expect, judgement] of verdicts(context)) {
      if (judgement.verdict !== 'fails' || (expect.can && isWithoutWayOut(judgement))) continue;
      const message = `This does not hold: ${judgement.reason}`;
      yield diagnostic(this, { message, origin: expect.origin, related: deciding(judgement) });
    }
  },
};

/**
 * Where the rule is declared that stopped the packet. A packet that arrives, or finds nobody listening, met no such rule:
 * the message then says it all.
 */
function deciding({ result }: Judgement): Diagnostic['related'] {
  const path = result?.paths[0];
  if (!path || path.disposition === 'DELIVERED' || path.disposition === 'NO_LISTENER') return [];
  const step = (path.reply ?? path.forward).at(-1)?.steps.findLast(isDeclared);
  if (!step?.origin) return [];
  return [{ origin: step.origin, message: step.rule === undefined ? 'What decided' : `What decided: ${step.rule}` }];
}

function isDeclared(step: Step): step is Extract<Step, { rule?: string }> {
  return 'origin' in step && step.origin !== undefined && isWritten(step.origin);
}
