import { type Address, addressAt, formatAddress } from '../../address/address.ts';
import { address } from '../../address/parse.ts';
import { internetAddresses } from '../../machines/internet.ts';
import { INTERNET_KEY } from '../../machines/keys.ts';
import type { Network } from '../../machines/network.ts';
import { nicAddresses, usableRanges } from '../../topology/ipam/nics.ts';
import type { Segment } from '../../topology/underlay.ts';
import type { Member, Parties, Party } from '../parties.ts';
import { portsOf } from './ports.ts';
import { insufficient } from './unknown.ts';

/** The source itself, at its loopback address. */
export function localhostOf(network: Network, { id, label, key }: Member): Party {
  const ports = key === undefined ? [] : portsOf(network, key);
  return { members: [{ id: `${id} localhost`, label, key, addresses: [address('127.0.0.1')] }], ports };
}

/** A network stands for any address of it that nobody else has: the last free one. */
export function ofSegment(network: Network, segment: Segment | undefined): Parties {
  if (!segment) return insufficient('there is no such network');
  const taken = new Set(nicAddresses(network.topology).inUse(segment.id));
  for (const range of usableRanges(network.topology, segment)) {
    for (let free = range.last; free >= range.first; free = addressAt(free, -1)) {
      if (!taken.has(free) && network.holders(free).length === 0) return [stranger(network, segment, free, segment.id)];
    }
  }
  return insufficient(`${segment.name} has no free address`);
}

function stranger(network: Network, segment: Segment, address: Address, label: string): Party {
  const key = network.strangerKey(segment, address);
  return { members: [{ id: key, label, key, addresses: [address] }], ports: [] };
}

/** Everybody beyond the model. */
export function internet({ topology }: Network): Party {
  const addresses = internetAddresses(topology);
  return { members: [{ id: 'internet', label: 'internet', key: INTERNET_KEY, addresses, outside: true }], ports: [] };
}

/** The machine that has the address, else some machine of the segment that it lies in, else nobody. */
export function ofAddress(network: Network, address: Address): Party {
  const label = formatAddress(address);
  const holder = network.holders(address).find((key) => network.namespace(key)?.isLocal(address));
  if (holder !== undefined) {
    return { members: [{ id: holder, label, key: holder, addresses: [address] }], ports: portsOf(network, holder) };
  }
  const segment = network.topology.segments.find((one) => isUsable(network, one, address));
  if (segment) return stranger(network, segment, address, label);
  return { members: [{ id: label, label, addresses: [address], outside: true }], ports: [] };
}

/** Whether a machine of the segment may have the address: it is not the network's, a broadcast one or the provider's. */
function isUsable({ topology }: Network, segment: Segment, address: Address): boolean {
  return usableRanges(topology, segment).some(
    ({ first, last }) => typeof first === typeof address && first <= address && address <= last,
  );
}
