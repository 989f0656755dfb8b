import { type Address, familyOf } from '../address/address.ts';
import { prefix } from '../address/parse.ts';
import { containsAddress } from '../address/prefix.ts';
import type { NetworkNamespace } from './namespace.ts';
import type { AddressType } from './rule.ts';

const MULTICAST = { 4: prefix('224.0.0.0/4'), 6: prefix('ff00::/8') };

/** What the table `local` thinks an address is (`inet_addr_type`), as `-m addrtype` asks. */
export function addressType(namespace: NetworkNamespace, address: Address): AddressType {
  if (containsAddress(MULTICAST[familyOf(address)], address)) return 'MULTICAST';
  const [route] = namespace.local.matches(address);
  if (route?.type === 'local') return 'LOCAL';
  return route?.type === 'broadcast' ? 'BROADCAST' : 'UNICAST';
}
