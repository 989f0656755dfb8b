import type { Address } from '../../address/address.ts';
import type { Prefix } from '../../address/prefix.ts';
import type { NetworkNamespace } from '../../linux/namespace.ts';
import type { Condition, Match, Rule, Target } from '../../linux/rule.ts';
import type { Origin } from '../../topology/origin.ts';
import { RESTORE, SET } from './marks.ts';

const SNAT_CHAIN = 'AWS-SNAT-CHAIN-0';
const MARK_CHAIN = 'AWS-CONNMARK-CHAIN-0';

/**
 * What leaves the VPC bears the primary address of the instance, which alone a public address or a NAT gateway need know,
 * and leaves by the primary interface: its connection is marked where it comes from a pod.
 */
export function addSnat({ netfilter }: NetworkNamespace, vpc: readonly Prefix[], own: Address, origin: Origin): void {
  const rule = (matches: readonly Match[], comment: string, target: Target): Rule => {
    return { matches, comment, target, origin };
  };
  const inside = (chain: string, comment: string) => {
    const done: Target = { kind: 'RETURN' };
    netfilter.append('nat', chain, ...vpc.map((prefix) => rule([{ kind: 'destination', prefix }], comment, done)));
  };
  const jump = (chain: string): Target => ({ kind: 'jump', chain });
  netfilter.append('nat', 'POSTROUTING', rule([], 'AWS SNAT CHAIN', jump(SNAT_CHAIN)));
  inside(SNAT_CHAIN, 'AWS SNAT CHAIN');
  const away: Match[] = [
    { kind: 'out', device: 'vlan+', not: true },
    text('AWS, SNAT'),
    { kind: 'addrtype', side: 'dst', type: 'LOCAL', not: true },
  ];
  netfilter.append('nat', SNAT_CHAIN, {
    matches: away,
    target: { kind: 'SNAT', address: own, randomFully: true },
    origin,
  });
  const fromPods: Match = { kind: 'in', device: 'eni+' };
  netfilter.append('nat', 'PREROUTING', rule([fromPods], 'AWS, outbound connections', jump(MARK_CHAIN)));
  netfilter.append('nat', 'PREROUTING', rule([], 'AWS, CONNMARK', RESTORE));
  inside(MARK_CHAIN, 'AWS CONNMARK CHAIN, VPC CIDR');
  netfilter.append('nat', MARK_CHAIN, rule([], 'AWS, CONNMARK', SET));
}

function text(comment: string): Condition {
  return { kind: 'comment', text: comment };
}
