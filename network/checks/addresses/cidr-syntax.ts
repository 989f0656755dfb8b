import type { Finding } from '../../topology/topology.ts';
import type { Check } from '../diagnostic.ts';
import { diagnostic, type Found } from '../support/place.ts';

export const cidrSyntax: Check = {
  code: 'CIDR-SYNTAX',
  severity: 'error',
  summary: 'Not an address or prefix, or a prefix with host bits set',
  *run({ topology }) {
    for (const finding of topology.findings) {
      const found = describe(finding);
      if (found) yield diagnostic(this, found);
    }
  },
};

function describe(finding: Finding): Found | undefined {
  if (finding.kind === 'duplicate-name') return undefined;
  const { text, origin, suggestion } = finding;
  const fixes =
    suggestion === undefined
      ? []
      : [{ title: `Write ${suggestion}`, changes: [{ kind: 'set' as const, origin, value: suggestion }] }];
  if (finding.kind === 'bad-literal') {
    const what = text.includes('/') ? 'a prefix' : 'an address';
    return { message: `${text} is not ${what}: ${finding.reason}`, origin, fixes };
  }
  const message = `${text} has host bits set: a prefix of that length that holds the address is ${suggestion}`;
  return { message, origin, fixes };
}
