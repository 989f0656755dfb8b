import type { Address } from '../../address/address.ts';
import type { NetworkNamespace } from '../../linux/namespace.ts';
import type { Origin } from '../../topology/origin.ts';

const CHAIN = 'terway-masq';

/**
 * `masq_eni_only` of Terway's policy script: in mode eni only what pods ask of Services passes the instance, and the
 * answer would go past it by the VPC, so the instance takes the pod's place. The veths have no address to do it with, so
 * towards pods the instance's own is written down.
 */
export function addMasquerade({ netfilter }: NetworkNamespace, own: Address | undefined, origin: Origin): void {
  netfilter.append('nat', 'POSTROUTING', {
    matches: [{ kind: 'out', device: 'lo', not: true }],
    comment: 'terway:masq-outgoing',
    target: { kind: 'jump', chain: CHAIN },
    origin,
  });
  if (own !== undefined) {
    netfilter.append('nat', CHAIN, {
      matches: [{ kind: 'out', device: 'cali+' }],
      comment: 'terway:eni-only-snat',
      target: { kind: 'SNAT', address: own },
      origin,
    });
  }
  netfilter.append('nat', CHAIN, { matches: [], target: { kind: 'MASQUERADE', randomFully: false }, origin });
}
