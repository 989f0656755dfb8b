import type { Check } from '../diagnostic.ts';
import { diagnostic } from '../support/place.ts';

export const traceNoEnd: Check = {
  code: 'TRACE-NO-END',
  severity: 'error',
  summary: 'An end of a trace or an expect names nothing, or more than one thing',
  *run({ topology }) {
    // What cannot be read as an address is CIDR-SYNTAX's.
    const unreadable = new Set(
      topology.findings.flatMap((finding) => (finding.kind === 'bad-literal' ? finding.text : [])),
    );
    for (const question of [...topology.traces, ...topology.expects]) {
      for (const end of [question.from, question.to]) {
        if (end.kind !== 'unresolved' || unreadable.has(end.text)) continue;
        yield diagnostic(this, { message: `${end.text} ${end.reason}`, origin: end.origin });
      }
    }
  },
};
