import { containsPrefix, formatPrefix, overlaps, type Prefix, prefixFamily } from '../../address/prefix.ts';
import { PROVIDERS, type ProviderRules } from '../../cloud/providers.ts';
import type { Check, Severity } from '../diagnostic.ts';
import { diagnostic } from '../support/place.ts';

export const vpcRange: Check = {
  code: 'VPC-RANGE',
  severity: 'error',
  summary: 'A range that the provider takes for no VPC, or advises against',
  *run({ topology }) {
    for (const vpc of topology.vpcs) {
      for (const { value, origin } of vpc.cidrs.filter((cidr) => prefixFamily(cidr.value) === 4)) {
        const found = judge(value, PROVIDERS[vpc.provider]);
        // Whoever wrote host bits did not mean the range that the mask makes of it.
        if (!found || topology.findings.some((finding) => finding.origin === origin)) continue;
        const message = `${formatPrefix(value)} of VPC ${vpc.name}: ${found.reason}`;
        yield diagnostic(this, { message, origin, severity: found.severity });
      }
    }
  },
};

function judge(range: Prefix, rules: ProviderRules): { reason: string; severity: Severity } | undefined {
  const { title, vpcMask, refused, recommended } = rules;
  const bad = refused.find((one) => overlaps(one, range));
  if (bad) return { reason: `${title} takes no VPC in ${formatPrefix(bad)}`, severity: 'error' };
  if (vpcMask && (range.length < vpcMask.from || range.length > vpcMask.to)) {
    return { reason: `${title} takes masks from /${vpcMask.from} to /${vpcMask.to}`, severity: 'error' };
  }
  if (!recommended || recommended.some((one) => containsPrefix(one, range))) return undefined;
  const advised = recommended.map(formatPrefix).join(', ');
  return {
    reason: `${title} advises ranges in ${advised}; others may be somebody's on the Internet`,
    severity: 'warning',
  };
}
