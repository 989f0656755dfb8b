import { formatAddress } from '../address/address.ts';
import type { Tun } from '../linux/device.ts';
import type { TunOwner } from '../linux/device-process.ts';
import { udpTunnelPacket } from '../linux/encapsulation.ts';
import type { NetworkNamespace } from '../linux/namespace.ts';
import { ICMP, icmpErrorPacket, type Packet } from '../linux/packet.ts';
import { drop, ends } from './drop.ts';
import { encapsulationOf } from './frame.ts';
import type { End, Move, Walk } from './walk.ts';

/** A process in user space handles a packet: it lowers the TTL itself, and drops without a word what has none left. */
export function process(
  walk: Walk,
  namespace: NetworkNamespace,
  device: Tun,
  owner: TunOwner,
  packet: Packet,
  from: string,
  to: string,
): Packet | End {
  const { ttl } = packet;
  const detail = `reads from ${from}, lowers the TTL ${ttl} -> ${ttl - 1}, writes to ${to}`;
  const { origin } = device;
  if (ttl > 1) {
    walk.recorder.step(namespace, { type: 'userspace', process: owner.process, detail, origin });
    return { ...packet, ttl: ttl - 1, mark: undefined };
  }
  const spent = `reads from ${from} and throws it away: TTL ${ttl}`;
  walk.recorder.step(namespace, { type: 'userspace', process: owner.process, detail: spent, origin });
  const reason = `${owner.process} of ${namespace.name} uses the TTL of ${ends(packet)} up`;
  return drop(walk, namespace, packet, { disposition: 'TTL_EXCEEDED', reason });
}

/** What is sent to a TUN is read by the process that has it open, which sends it on in UDP. */
export function toProcess(walk: Walk, namespace: NetworkNamespace, device: Tun, packet: Packet): Move {
  const { owner } = device;
  if (!owner) {
    const reason = `no process of ${namespace.name} reads from ${device.name}`;
    return drop(walk, namespace, packet, { disposition: 'BLACKHOLE', reason });
  }
  const peer = owner.lookup(packet.destination);
  if (!peer) return unknownDestination(walk, namespace, device, owner, packet);
  const lowered = process(walk, namespace, device, owner, packet, device.name, 'UDP');
  if ('kind' in lowered) return lowered;
  const outer = udpTunnelPacket(lowered, owner.local, peer.remote, owner.port);
  walk.recorder.step(namespace, {
    type: 'encapsulate',
    device: device.name,
    encapsulation: encapsulationOf(outer),
    rule: peer.rule,
    origin: peer.origin,
  });
  return { kind: 'output', namespace, packet: outer };
}

/** Bytes that the process quotes of a packet's payload (RFC 792). */
const QUOTED = 8;

/** The process itself writes an ICMP error to its TUN; never about ICMP. */
function unknownDestination(
  walk: Walk,
  namespace: NetworkNamespace,
  device: Tun,
  owner: TunOwner,
  packet: Packet,
): End {
  const detail = `knows nobody for ${formatAddress(packet.destination)}`;
  walk.recorder.step(namespace, { type: 'userspace', process: owner.process, detail, origin: device.origin });
  const reason = `${owner.process} of ${namespace.name} ${detail}`;
  const end = drop(walk, namespace, packet, { disposition: 'NO_ROUTE', reason });
  if (packet.protocol === 'ICMP') return end;
  const quoted = { ...packet, length: 20 + QUOTED };
  const error = { ...icmpErrorPacket(quoted, ICMP.networkUnreachable, owner.tunAddress), ttl: owner.errorTtl };
  return { ...end, answer: { packet: error, through: device } };
}
