import type { Check } from '../diagnostic.ts';
import { diagnostic } from '../support/place.ts';
import { verdicts } from '../support/verdicts.ts';

/** Not knowing is not denying: what the model cannot decide is said, never guessed. */
export const insufficientInfo: Check = {
  code: 'INSUFFICIENT_INFO',
  severity: 'information',
  summary: 'An expect that the model cannot decide',
  slow: true,
  *run(context) {
    for (const [expect, { verdict, reason }] of verdicts(context)) {
      if (verdict !== 'insufficient') continue;
      yield diagnostic(this, { message: `It is not known whether this holds: ${reason}`, origin: expect.origin });
    }
  },
};
