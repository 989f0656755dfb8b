import { type Address, formatAddress } from '../../address/address.ts';
import { containsAddress, type Prefix } from '../../address/prefix.ts';
import { PROVIDERS } from '../../cloud/providers.ts';
import { isReserved } from '../../topology/reserved.ts';
import type { Check } from '../diagnostic.ts';
import { type Holder, holders, usableOf } from '../support/holders.ts';
import { moveHolder, setToNext } from '../support/next-address.ts';
import { diagnostic } from '../support/place.ts';
import { podPlaces } from './pod-places.ts';

export const ipReserved: Check = {
  code: 'IP-RESERVED',
  severity: 'error',
  summary: 'An address that the provider, the network or the bridge keeps for itself',
  *run(context) {
    const { topology, allocate, stop } = context;
    for (const holder of holders(topology).filter((one) => !one.isGateway)) {
      if (stop()) return;
      const { address, place, words } = holder;
      const range = place.ranges.find((one) => containsAddress(one, address.value));
      if (!range || usableOf(place).some((one) => one.first <= address.value && address.value <= one.last)) continue;
      const message = `${formatAddress(address.value)} of ${words} is ${keeper(holder, range)} of ${place.words}`;
      yield diagnostic(this, { message, origin: address.origin, fixes: moveHolder(context, holder) });
    }
    for (const cluster of topology.clusters) {
      for (const { workload, address, words, ranges, usable, taken, isHostLocal } of podPlaces(
        cluster,
        allocate(cluster),
      )) {
        const range = ranges.find((one) => containsAddress(one, address.value));
        if (!isHostLocal || !range || workload.on.length === 0) continue;
        if (usable.some((one) => one.first <= address.value && address.value <= one.last)) continue;
        const message = `${formatAddress(address.value)} of Pod ${workload.namespace}/${workload.name} is ${bridgeKeeps(range, address.value)} of ${words}`;
        yield diagnostic(this, { message, origin: address.origin, fixes: setToNext(address, usable, taken) });
      }
    }
  },
};

/** Whose the address is, in words. */
function keeper({ place, address }: Holder, range: Prefix): string {
  if (place.provider !== 'none' && isReserved(range, place.provider, address.value)) {
    return `one of the addresses that ${PROVIDERS[place.provider].title} keeps`;
  }
  return bridgeKeeps(range, address.value);
}

function bridgeKeeps(range: Prefix, address: Address): string {
  if (address === range.first) return 'the network address';
  return address === range.last ? 'the broadcast address' : "the bridge's own address";
}
