import { type Address, type Family, familyOf } from '../address/address.ts';
import type { PolicyPeer } from '../topology/policy.ts';
import { blockHolds } from '../topology/policy-matching.ts';

/** Who has which address, sorted, so that an ipBlock looks only at the addresses that lie in it. */
export class AddressPostings {
  readonly #holders = new Map<Address, Set<number>>();
  #sorted: Readonly<Record<Family, readonly Address[]>> | undefined;

  put(address: Address, index: number, value: boolean): void {
    let holders = this.#holders.get(address);
    if (!holders) {
      holders = new Set();
      this.#holders.set(address, holders);
      this.#sorted = undefined;
    }
    if (value) holders.add(index);
    else holders.delete(index);
  }

  forEachIn(block: NonNullable<PolicyPeer['ipBlock']>, visit: (index: number) => void): void {
    this.#sorted ??= this.#sort();
    const { first, last } = block.cidr.value;
    const addresses = this.#sorted[familyOf(first)];
    for (let i = firstFrom(addresses, first); i < addresses.length && addresses[i]! <= last; i++) {
      if (blockHolds(block, addresses[i]!)) this.#holders.get(addresses[i]!)!.forEach(visit);
    }
  }

  #sort(): Record<Family, readonly Address[]> {
    const all = [...this.#holders.keys()].sort((a, b) => (a < b ? -1 : 1));
    return {
      4: all.filter((address) => familyOf(address) === 4),
      6: all.filter((address) => familyOf(address) === 6),
    };
  }
}

/** The place of the first address at or after `from`. */
function firstFrom(addresses: readonly Address[], from: Address): number {
  let [low, high] = [0, addresses.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (addresses[middle]! < from) low = middle + 1;
    else high = middle;
  }
  return low;
}
