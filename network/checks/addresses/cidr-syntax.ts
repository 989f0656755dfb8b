import { readLiteral } from '../../address/parse.ts';
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
  if (finding.kind === 'bad-literal') return { message: badLiteral(text, finding.reason), origin, fixes };
  const message = `${text} has host bits set: a prefix of that length that holds the address is ${suggestion}`;
  return { message, origin, fixes };
}

/** A literal that is none, or a good one of the wrong kind (an address for a prefix, a prefix for an address). */
function badLiteral(text: string, reason: string): string {
  const literal = readLiteral(text);
  if (!('error' in literal) || literal.error !== reason) return `${text}: ${reason}`;
  return `${text} is not ${text.includes('/') ? 'a prefix' : 'an address'}: ${reason}`;
}
