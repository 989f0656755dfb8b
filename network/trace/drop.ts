import { type Address, formatAddress } from '../address/address.ts';
import { lookupRoute, selectSource } from '../linux/fib.ts';
import type { Gap, NetworkNamespace } from '../linux/namespace.ts';
import { type IcmpError, icmpErrorPacket, mayCauseError, type Packet } from '../linux/packet.ts';
import type { Provenance } from '../linux/provenance.ts';
import type { Place } from './recorder.ts';
import type { Disposition } from './result.ts';
import type { End, Walk } from './walk.ts';

/** Why a packet goes no further. */
export interface Cause {
  readonly disposition: Disposition;
  readonly reason: string;
  readonly code?: string;
  readonly rule?: string;
  readonly origin?: Provenance;
  /** The ICMP error that the machine sends; undefined: silence. */
  readonly error?: IcmpError;
}

/** Ends the packet's way in a namespace, with the answer that the machine sends to the packet's source. */
export function drop(walk: Walk, namespace: NetworkNamespace, packet: Packet, cause: Cause): End {
  const { error, ...said } = cause;
  walk.recorder.step(namespace, { type: 'drop', ...said });
  const answer = error && errorAbout(namespace, packet, error);
  const { disposition, reason, code } = cause;
  return {
    kind: 'end',
    disposition,
    reason,
    code,
    namespace,
    packet,
    ...(answer ? { answer: { packet: answer } } : {}),
  };
}

/** Ends the packet's way on a segment. */
export function dropOn(walk: Walk, place: Place, packet: Packet, cause: Cause): End {
  const { error: _, ...said } = cause;
  walk.recorder.step(place, { type: 'drop', ...said });
  return { kind: 'end', disposition: cause.disposition, reason: cause.reason, code: cause.code, packet };
}

/** Ends the packet's way as undecided when something that is not modelled would act on it here. */
export function stopAtGap(walk: Walk, namespace: NetworkNamespace, hook: Gap['hook'], packet: Packet): End | undefined {
  const gap = namespace.gaps.find((gap) => gap.hook === hook && gap.applies(packet));
  if (!gap) return undefined;
  const { reason, origin } = gap;
  return drop(walk, namespace, packet, { disposition: 'INSUFFICIENT_INFO', reason, origin });
}

/**
 * The ICMP error about a packet. It is a packet of the machine's own: its source is chosen by its own route, so it bears
 * the address of the device that it leaves by; about a packet for the machine itself, the address that was asked for. To
 * a process of the machine it goes by lo.
 * What a tunnel carries learns nothing of what befalls the outer packet.
 */
function errorAbout(namespace: NetworkNamespace, packet: Packet, error: IcmpError): Packet | undefined {
  if (!mayCauseError(packet) || packet.payload || namespace.silent) return undefined;
  const source = namespace.isLocal(packet.destination) ? packet.destination : ownAddress(namespace, packet.source);
  if (source === undefined) return undefined;
  return icmpErrorPacket(packet, error, source);
}

function ownAddress(namespace: NetworkNamespace, destination: Address): Address | undefined {
  const decision = lookupRoute(namespace, { destination });
  return decision && selectSource(namespace, decision.route, destination);
}

/** `10.244.0.10 > 10.244.1.10`, for reasons. */
export function ends(packet: Packet): string {
  return `${formatAddress(packet.source)} > ${formatAddress(packet.destination)}`;
}
