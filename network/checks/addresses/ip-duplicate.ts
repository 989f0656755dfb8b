import { formatAddress } from '../../address/address.ts';
import { containsAddress } from '../../address/prefix.ts';
import type { Check } from '../diagnostic.ts';
import { type Holder, holders } from '../support/holders.ts';
import { moveHolder } from '../support/next-address.ts';
import { diagnostic } from '../support/place.ts';

export const ipDuplicate: Check = {
  code: 'IP-DUPLICATE',
  severity: 'error',
  summary: 'One address is given twice in one network or on one bridge',
  *run(context) {
    const { topology, stop } = context;
    const seen = new Map<string, Holder>();
    for (const holder of holders(topology).filter(isInside)) {
      if (stop()) return;
      const address = formatAddress(holder.address.value);
      const key = `${holder.place.key} ${address}`;
      const first = seen.get(key);
      // A network's gateway may be a declared machine: that is one holder, not two.
      if (!first || first.isGateway) seen.set(key, holder);
      else {
        yield diagnostic(this, {
          message: `${address} of ${holder.words} is already ${first.words}'s on ${holder.place.words}`,
          origin: holder.address.origin,
          related: [{ origin: first.address.origin, message: `${first.words} has ${address}` }],
          fixes: moveHolder(context, holder),
        });
      }
    }
  },
};

/** IP-OUTSIDE speaks of the others. */
function isInside({ place, address }: Holder): boolean {
  return place.ranges.some((range) => containsAddress(range, address.value));
}
