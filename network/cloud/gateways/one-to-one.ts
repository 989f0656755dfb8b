import type { Address } from '../../address/address.ts';
import { hostPrefix } from '../../address/prefix.ts';
import type { ChainSource } from '../../linux/netfilter.ts';
import type { Packet } from '../../linux/packet.ts';
import type { Provenance } from '../../linux/provenance.ts';
import type { Rule, TableName } from '../../linux/rule.ts';

/** A machine of a VPC and a public address that stands for it. */
export interface Association {
  readonly own: Address;
  readonly public: Address;
  readonly origin: Provenance;
}

/**
 * 1:1 NAT: what is for a public address goes to its machine, and what a machine sends leaves with its public address, with
 * the first one where it has several. Found by address, so that it does not matter how many machines there are.
 */
export class OneToOne implements ChainSource {
  readonly tables: readonly TableName[] = ['nat'];
  readonly #inbound = new Map<Address, Association>();
  readonly #outbound = new Map<Address, Association>();

  constructor(associations: Iterable<Association>) {
    for (const one of associations) {
      if (!this.#inbound.has(one.public)) this.#inbound.set(one.public, one);
      if (!this.#outbound.has(one.own)) this.#outbound.set(one.own, one);
    }
  }

  /** Whether a machine with that address has a public one. */
  knows(own: Address): boolean {
    return this.#outbound.has(own);
  }

  chains(): Iterable<string> {
    return ['PREROUTING', 'POSTROUTING'];
  }

  rules(_: TableName, chain: string): readonly Rule[] {
    if (chain === 'PREROUTING') return [...this.#inbound.values()].map(toMachine);
    return chain === 'POSTROUTING' ? [...this.#outbound.values()].map(fromMachine) : [];
  }

  candidates(_: TableName, chain: string, { source, destination }: Packet): readonly Rule[] {
    const one = chain === 'PREROUTING' ? this.#inbound.get(destination) : undefined;
    if (one) return [toMachine(one)];
    const other = chain === 'POSTROUTING' ? this.#outbound.get(source) : undefined;
    return other ? [fromMachine(other)] : [];
  }
}

function toMachine({ own, public: address, origin }: Association): Rule {
  return {
    matches: [{ kind: 'destination', prefix: hostPrefix(address) }],
    target: { kind: 'DNAT', address: own },
    origin,
  };
}

function fromMachine({ own, public: address, origin }: Association): Rule {
  return { matches: [{ kind: 'source', prefix: hostPrefix(own) }], target: { kind: 'SNAT', address }, origin };
}
