import type { Address } from '../../address/address.ts';
import { formatAddress } from '../../address/address.ts';
import type { NetworkNamespace } from '../../linux/namespace.ts';
import type { Provenance } from '../../linux/provenance.ts';
import type { NamedSet } from '../../linux/rule.ts';
import { type Association, OneToOne } from './one-to-one.ts';

const INSTANCES = 'instances';

/**
 * An Internet gateway: translates between the address of an instance and its public address, one to one, and knows nothing
 * else: what bears another address (a pod's, or that of an instance without a public one) ends here without a word.
 * Source: AWS VPC user guide, "Enable internet access for a VPC using an internet gateway".
 */
export function programInternetGateway(
  namespace: NetworkNamespace,
  associations: readonly Association[],
  inside: string,
  origin: Provenance,
): void {
  const translation = new OneToOne(associations);
  const { netfilter, name } = namespace;
  netfilter.use(translation);
  netfilter.sets.set(
    INSTANCES,
    setOf(associations, (address) => translation.knows(address)),
  );
  netfilter.append('filter', 'FORWARD', {
    matches: [
      { kind: 'in', device: inside },
      { kind: 'set', set: INSTANCES, directions: ['src'], not: true },
    ],
    target: { kind: 'DROP' },
    origin,
    meaning: {
      disposition: 'SOURCE_CHECK_FAILED',
      reason: `${name} translates instances that have a public address, one to one, and knows no other source`,
      code: 'EGRESS-NO-NAT',
    },
  });
  namespace.silent = true;
}

function setOf(associations: readonly Association[], knows: (address: Address) => boolean): NamedSet {
  return {
    type: 'hash:ip',
    has: ([value]) => value !== undefined && knows(value.address),
    entries: () => associations.map(({ own }) => formatAddress(own)),
  };
}
