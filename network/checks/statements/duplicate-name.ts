import type { Check } from '../diagnostic.ts';
import { diagnostic } from '../support/place.ts';

export const duplicateName: Check = {
  code: 'DUPLICATE-NAME',
  severity: 'error',
  summary: 'One name is given twice in a scope',
  *run({ topology }) {
    for (const finding of topology.findings) {
      if (finding.kind !== 'duplicate-name') continue;
      const { what, name, origin, first } = finding;
      yield diagnostic(this, {
        message: `There is already a ${what} ${name} here: a reference to it could mean either`,
        origin,
        related: [{ origin: first, message: `The first ${what} ${name}` }],
      });
    }
  },
};
