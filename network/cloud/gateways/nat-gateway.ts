import type { Address } from '../../address/address.ts';
import type { Prefix } from '../../address/prefix.ts';
import type { NetworkNamespace } from '../../linux/namespace.ts';
import type { Provenance } from '../../linux/provenance.ts';

/** What a NAT gateway stands between. */
export interface NatSides {
  /** Devices towards the VPC's router and towards the Internet. */
  readonly inside: string;
  readonly outside: string;
  /** Ranges whose packets it translates: those of the VPC's subnets. */
  readonly ranges: readonly Prefix[];
  readonly publicAddress: Address;
}

/**
 * A NAT gateway: what comes from a subnet of its VPC leaves with the gateway's public address; other sources (a pod range
 * that only route entries know) have no SNAT entry and go no further. Nobody outside can begin a connection through it.
 * Sources: AWS "NAT gateways"; Alibaba Cloud "Create and manage SNAT entries" (entries are of vSwitches).
 */
export function programNatGateway(namespace: NetworkNamespace, sides: NatSides, origin: Provenance): void {
  for (const range of sides.ranges) translate(namespace, range, sides, origin);
  refuse(namespace, sides, origin);
  namespace.silent = true;
}

function translate({ netfilter }: NetworkNamespace, prefix: Prefix, sides: NatSides, origin: Provenance): void {
  netfilter.append('filter', 'FORWARD', {
    matches: [
      { kind: 'source', prefix },
      { kind: 'in', device: sides.inside },
    ],
    target: { kind: 'ACCEPT' },
    origin,
  });
  netfilter.append('nat', 'POSTROUTING', {
    matches: [
      { kind: 'source', prefix },
      { kind: 'out', device: sides.outside },
    ],
    target: { kind: 'SNAT', address: sides.publicAddress },
    origin,
  });
}

/** Comes last: for what no entry has taken. */
function refuse({ netfilter, name }: NetworkNamespace, { inside, outside }: NatSides, origin: Provenance): void {
  netfilter.append('filter', 'FORWARD', {
    matches: [{ kind: 'in', device: inside }],
    target: { kind: 'DROP' },
    origin,
    meaning: {
      disposition: 'SOURCE_CHECK_FAILED',
      reason: `${name} has SNAT for the subnets of its VPC and knows no other source`,
      code: 'EGRESS-NO-NAT',
    },
  });
  netfilter.append('filter', 'INPUT', {
    matches: [{ kind: 'in', device: outside }],
    target: { kind: 'DROP' },
    origin,
    meaning: { disposition: 'DENIED_BY_FILTER', reason: `${name} takes no connection from outside` },
  });
}
