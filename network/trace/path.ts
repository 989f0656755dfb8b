import { type Address, formatAddress } from '../address/address.ts';
import type { NetworkNamespace } from '../linux/namespace.ts';
import { bareFrame, type Packet } from '../linux/packet.ts';
import type { Network } from '../machines/network.ts';
import { carry } from './carry.ts';
import { type Branch, branches, type Chances } from './chances.ts';
import { addressFor, asSeenBy, sourceAddress } from './choose-address.ts';
import { packetFrame } from './frame.ts';
import type { Member, Pair } from './parties.ts';
import { type Probe, probePacket, replyPacket } from './probe.ts';
import type { TracePath } from './result.ts';
import { type Connection, type End, startWalk, type Walk } from './walk.ts';

/** One packet's way there and back, with the packets as they were sent and taken: an `expect` asks about these. */
export interface Journey {
  readonly path: Omit<TracePath, 'probability' | 'count'>;
  readonly sent?: Packet;
  readonly received?: Packet;
  /** Ids of the policies that the packet was denied by. */
  readonly policies?: readonly string[];
}

/** Sends the probe and carries it, and whatever comes back: once for every way that chance may take. */
export function* travels(network: Network, pair: Pair, probe: Probe): Generator<Branch<Journey>> {
  yield* branches((chances) => travel(network, pair, probe, chances));
}

function travel(network: Network, pair: Pair, probe: Probe, chances: Chances): Journey {
  const { source, destination: named } = pair;
  const origin = source.key === undefined ? undefined : network.namespace(source.key);
  if (!origin) return undecided(source.absent ?? `nothing is known of ${source.label}`);
  const never = unsent(network, origin, pair);
  if (never) return never;
  const destination = asSeenBy(origin, named);
  const target = targetOf(destination, source, chances);
  if (typeof target === 'object') return target;
  const sent = probePacket(probe, sourceAddress(origin, source, target), target);
  const socket = { namespace: origin.key, sent };
  return send({ network, socket, conntrack: new Map(), chances, relayed: [] }, origin, destination, target);
}

/** Why nothing is ever sent: an end never starts, is not modelled, or has a name without an address. */
function unsent(network: Network, origin: NetworkNamespace, { source, destination }: Pair): Journey | undefined {
  const unborn = source.unborn ?? destination.unborn;
  if (unborn) return { path: { disposition: 'NO_ROUTE', ...unborn, forward: [] } };
  const unknown = wholeGap(origin) ?? wholeGap(destinationOf(network, destination));
  if (unknown !== undefined) return undecided(unknown);
  return destination.nowhere === undefined ? undefined : withoutAddress(destination.nowhere);
}

/** The address that is asked for, or what becomes of a packet without any. */
function targetOf(destination: Member, source: Member, chances: Chances): Address | Journey {
  const { entrance, absent } = destination;
  if (entrance?.undecided !== undefined) return undecided(entrance.undecided);
  if (entrance?.missing !== undefined) return withoutEntrance(entrance.missing);
  const target = addressFor(destination, source, chances);
  if (target !== undefined) return target;
  if (absent !== undefined) return stopped(absent);
  return undecided(`${source.label} and ${destination.label} have no address family in common`);
}

function send(connection: Connection, origin: NetworkNamespace, destination: Member, target: Address): Journey {
  const { sent } = connection.socket;
  const walk = startWalk(connection);
  walk.recorder.step(origin, { type: 'originate', frame: packetFrame(sent) });
  const end = atDestination(carry(walk, { kind: 'output', namespace: origin, packet: sent }), destination, target);
  // From beyond the model there is a way back too, where what is there took the packet.
  if (end.disposition === 'DELIVERED' || (end.disposition === 'EXITS_NETWORK' && end.namespace?.outside)) {
    return { sent, received: end.packet, path: thereAndBack(connection, walk, end, origin) };
  }
  const received = end.disposition === 'EXITS_NETWORK' ? end.packet : undefined;
  const failed = { ...end, code: end.code ?? codeFor(end, origin, destination) };
  const { policies } = end;
  return { sent, received, policies, path: { ...outcome(failed, walk), ...errorOf(connection, end) } };
}

function thereAndBack(connection: Connection, walk: Walk, end: End, origin: NetworkNamespace): Journey['path'] {
  const back = startWalk(connection);
  const packet = replyPacket(end.packet!);
  back.recorder.step(end.namespace!, { type: 'originate', frame: packetFrame(packet) });
  const reply = carry(back, { kind: 'output', namespace: end.namespace!, packet });
  const forward = walk.recorder.hops;
  const hops = { forward, reply: back.recorder.hops };
  if (isTaken(reply) && reply.namespace === origin) {
    const { disposition, reason } = end;
    return { ...hops, disposition, ...(reason === undefined ? {} : { reason }) };
  }
  const { reason = `it arrived at ${reply.namespace?.name}`, code } = astray(reply, back, origin);
  if (reply.disposition === 'INSUFFICIENT_INFO') return { ...hops, disposition: 'INSUFFICIENT_INFO', reason, code };
  const lost = { disposition: 'REPLY_LOST', reason: `the answer does not come back: ${reason}`, code } as const;
  return { ...hops, ...lost, ...errorOf(connection, reply) };
}

/** An answer that comes from somebody else than was asked is no answer: the kernel finds no socket that waits for it. */
function astray(reply: End, { socket: { sent } }: Walk, origin: NetworkNamespace): End {
  const { disposition, namespace, packet } = reply;
  if (disposition !== 'NO_LISTENER' || namespace !== origin || !packet) return reply;
  const from = `${formatAddress(packet.source)}${portWords(packet.sourcePort)}`;
  const asked = `${formatAddress(sent.destination)}${portWords(sent.destinationPort)}`;
  if (from === asked) return reply;
  return { ...reply, reason: `${origin.name} asked ${asked}, and it comes from ${from}` };
}

const portWords = (port: number | undefined) => (port === undefined ? '' : ` port ${port}`);

/** An answer to the Internet has arrived when it has left. */
function isTaken({ disposition }: End): boolean {
  return disposition === 'DELIVERED' || disposition === 'EXITS_NETWORK';
}

/** A ClusterIP that leads nowhere was asked for by a machine that is in no cluster. */
function codeFor({ disposition }: End, origin: NetworkNamespace, { virtual }: Member): string | undefined {
  const outside = origin.kind !== 'pod' && origin.kind !== 'node';
  return virtual && outside && disposition === 'NO_ROUTE' ? 'CLUSTERIP-OUTSIDE' : undefined;
}

/** The way of the ICMP error or RST, as far as it comes; then that of the ICMP error about the RST, if one is sent. */
function errorOf(connection: Connection, { answer, namespace }: End): Pick<TracePath, 'error'> {
  if (!answer || !namespace) return {};
  const { packet, through } = answer;
  const walk = startWalk(connection);
  walk.recorder.step(namespace, { type: 'originate', frame: packetFrame(packet) });
  const frame = bareFrame(packet);
  const end = carry(
    walk,
    through ? { kind: 'receive', namespace, device: through, frame } : { kind: 'output', namespace, packet },
  );
  return { error: [...walk.recorder.hops, ...(errorOf(connection, end).error ?? [])] };
}

function outcome({ disposition, reason, code }: End, walk: Walk): Journey['path'] {
  return { disposition, reason, ...(code === undefined ? {} : { code }), forward: walk.recorder.hops };
}

/** DNS knows the Service and no endpoint of it, so that no packet is ever sent. */
function withoutAddress(reason: string): Journey {
  return { path: { disposition: 'NO_ENDPOINTS', reason, code: 'SVC-NO-ENDPOINT', forward: [] } };
}

/** What does not run has no address; nobody has the one it had. */
function stopped(reason: string): Journey {
  return { path: { disposition: 'NO_LISTENER', reason: `${reason} and has no address`, forward: [] } };
}

function undecided(reason: string): Journey {
  return { path: { disposition: 'INSUFFICIENT_INFO', reason, forward: [] } };
}

/** A packet may be taken by another machine that has the same address; one that was translated is meant for another. */
function atDestination(end: End, { key, label }: Member, target: Address): End {
  if (end.disposition !== 'DELIVERED' || key === undefined || end.namespace?.key === key) return end;
  if (end.packet?.destination !== target) return end;
  const reason = `${end.namespace?.name} has the address too and takes the packet; it never comes to ${label}`;
  return { ...end, disposition: 'NO_ROUTE', reason };
}

function destinationOf(network: Network, { key }: Member): NetworkNamespace | undefined {
  return key === undefined ? undefined : network.namespace(key);
}

function wholeGap(namespace: NetworkNamespace | undefined): string | undefined {
  return namespace?.gaps.find(({ whole }) => whole)?.reason;
}

/** A load balancer that nobody gives an address. */
function withoutEntrance(reason: string): Journey {
  return { path: { disposition: 'NO_ROUTE', reason, forward: [] } };
}
