import { address } from '../../../network/address/parse.ts';
import type { Packet } from '../../../network/linux/packet.ts';

/** A packet from address to address: TCP to port 80 unless said. */
export const packet = (source: string, destination: string, rest: Partial<Packet> = {}): Packet => ({
  source: address(source),
  destination: address(destination),
  protocol: 'TCP',
  sourcePort: 40000,
  destinationPort: 80,
  ttl: 64,
  length: 60,
  dontFragment: false,
  ...rest,
});
