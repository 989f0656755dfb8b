import { formatEnd } from '../address/address.ts';
import type { Tracked } from '../linux/conntrack.ts';
import { formatVirtualServer } from '../linux/ipvs.ts';
import type { NetworkNamespace } from '../linux/namespace.ts';
import type { Packet } from '../linux/packet.ts';
import { translateBalanced } from '../linux/translation.ts';
import type { Walk } from './walk.ts';

/** Whether a packet is for a virtual server, so that IPVS takes it from INPUT before anybody here does. */
export function isForVirtualServer({ ipvs }: NetworkNamespace, { protocol, destination, destinationPort }: Packet) {
  return ipvs?.at(protocol, destination, destinationPort) !== undefined;
}

/** `ip_vs_out`: an answer of a real server gets the virtual server's address and port as its source. */
export function answerOfVirtualServer(walk: Walk, namespace: NetworkNamespace, tracked: Tracked): Tracked {
  const { connection, direction, packet } = tracked;
  if (!connection?.balanced || direction === 'original') return tracked;
  const { protocol, destination, destinationPort } = connection.original;
  const server = namespace.ipvs?.at(protocol, destination, destinationPort);
  const service = server ? formatVirtualServer(server) : formatEnd(destination, destinationPort ?? 0);
  const { source, sourcePort } = connection.reply;
  walk.recorder.step(namespace, {
    type: 'ipvs',
    service,
    destination: `answer of ${formatEnd(source, sourcePort ?? 0)}`,
    ...(server?.origin ? { origin: server.origin } : {}),
  });
  const translated = translateBalanced(tracked);
  return translated === packet ? tracked : { ...tracked, packet: translated };
}
