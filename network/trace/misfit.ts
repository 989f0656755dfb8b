import type { NetworkNamespace } from '../linux/namespace.ts';
import { type Packet, wireLength } from '../linux/packet.ts';
import type { Cause } from './drop.ts';
import type { Place } from './recorder.ts';
import type { Walk } from './walk.ts';

/** Notes that a packet is too long for a port of L2, which says nothing of it. The result is why it goes no further. */
export function misfit(
  walk: Walk,
  place: Place | NetworkNamespace,
  { name, mtu }: { readonly name: string; readonly mtu: number },
  packet: Packet,
  words: string,
): Cause {
  const length = wireLength(packet);
  walk.recorder.step(place, { type: 'mtu', device: name, mtu, length, fits: false });
  return { disposition: 'MTU_EXCEEDED', reason: `${length} bytes ${words} (MTU ${mtu})`, code: 'MTU-OVERLAY' };
}
