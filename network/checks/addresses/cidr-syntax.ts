import { readLiteral } from '../../address/parse.ts';
import { formatPrefix } from '../../address/prefix.ts';
import { specialIn } from '../../address/special.ts';
import { NOWHERE } from '../../topology/origin.ts';
import type { Finding, Topology } from '../../topology/topology.ts';
import type { Check } from '../diagnostic.ts';
import { diagnostic, type Found } from '../support/place.ts';

export const cidrSyntax: Check = {
  code: 'CIDR-SYNTAX',
  severity: 'error',
  summary: 'Not an address or prefix, or a prefix with host bits set or for no network',
  *run({ topology }) {
    for (const finding of topology.findings) {
      const found = describe(finding);
      if (found) yield diagnostic(this, found);
    }
    for (const found of impossible(topology)) yield diagnostic(this, found);
  },
};

/** Ranges of networks where no network can be. Those of VPCs are VPC-RANGE's, and what lies in such a VPC follows it. */
function* impossible({ segments, overlays, hosts, clusters }: Topology): Generator<Found> {
  const bridges = hosts.flatMap((host) => host.docker?.bridges ?? []);
  const pools = clusters.flatMap(({ cni }) => (cni.kind === 'calico' ? cni.ipPools : []));
  const ranges = [
    ...[...segments.filter(({ vpc }) => vpc === undefined), ...overlays, ...bridges].flatMap(({ cidrs }) => cidrs),
    ...clusters.flatMap(({ podCIDRs, serviceCIDRs }) => [...podCIDRs, ...serviceCIDRs]),
    ...pools.flatMap(({ cidr }) => cidr ?? []),
  ];
  for (const { value, origin } of ranges) {
    const special = specialIn(value);
    if (!special || origin === NOWHERE) continue;
    const message = `no network can have ${formatPrefix(value)}: ${formatPrefix(special.range)} is ${special.meaning}`;
    yield { message, origin };
  }
}

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
