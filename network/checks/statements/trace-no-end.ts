import type { Check } from '../diagnostic.ts';
import { deadEnds } from '../support/ends.ts';
import { diagnostic } from '../support/place.ts';

export const traceNoEnd: Check = {
  code: 'TRACE-NO-END',
  severity: 'error',
  summary: 'An end of a trace or an expect names nothing, or more than one thing',
  *run({ topology }) {
    for (const question of [...topology.traces, ...topology.expects]) {
      for (const { message, origin, isToldByReader, fixes = [] } of deadEnds(topology, question)) {
        if (!isToldByReader) yield diagnostic(this, { message, origin, fixes });
      }
    }
  },
};
