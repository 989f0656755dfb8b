import { type Address, formatAddress } from '../address/address.ts';
import type { EthernetFrame } from '../linux/packet.ts';
import { indexById } from '../topology/by-id.ts';
import type { Topology } from '../topology/topology.ts';
import type { Segment, Vpc } from '../topology/underlay.ts';
import { balancersOf } from './balancers.ts';
import type { Clusters } from './clusters.ts';
import { vpcKey } from './keys.ts';
import type { Attachment, Wiring } from './wiring.ts';

/** Where the fabric of a cloud delivers a frame, or why it does not. */
export type FabricDecision =
  | { readonly to: Attachment; readonly mac: string }
  | {
      readonly disposition: 'SOURCE_CHECK_FAILED' | 'INSUFFICIENT_INFO';
      readonly reason: string;
      readonly code?: string;
    };

/** Whom the fabric knows: cards of machines, and those that CNIs have attached, by the addresses they were given. */
interface FabricKnowledge {
  readonly topology: Topology;
  readonly wiring: Wiring;
  readonly clusters: Pick<Clusters, 'attachedAt'>;
}

/**
 * The fabric of a VPC is no switch: it delivers by address. A frame for an address that is no machine's of the VPC goes to
 * its router, whatever MAC it bears; AWS takes from a machine only what bears the machine's own address and gives it only
 * what is for that, unless the check is off: then MACs decide within a subnet. What answers a
 * connection that a load balancer has passed on goes back to it (`answering`), wherever it is addressed to.
 */
export function decideInFabric(
  knowledge: FabricKnowledge,
  segment: Segment,
  frame: EthernetFrame,
  answering?: string,
): FabricDecision | undefined {
  const { topology, wiring } = knowledge;
  const vpc = segment.vpc === undefined ? undefined : indexById(topology).vpcs.get(segment.vpc);
  if (!vpc || frame.source === wiring.deviceOf(segment.id, vpcKey(vpc))?.mac) return undefined;
  const sender = wiring.attachment(segment.id, frame.source)?.namespace;
  return (
    refusedSource(knowledge, vpc, frame, sender) ??
    (answering === sender ? undefined : backTo(knowledge, answering)) ??
    toAttached(knowledge, segment, frame) ??
    byRouter(knowledge, vpc, segment, frame)
  );
}

/** What a load balancer of the cloud's own sends bears its clients' addresses; whoever else has to have the source. */
function refusedSource(
  { topology, wiring, clusters }: FabricKnowledge,
  { provider, name }: Vpc,
  { source: mac, packet }: EthernetFrame,
  sender: string | undefined,
): FabricDecision | undefined {
  const own =
    sender !== undefined &&
    (sender.startsWith('lb:') ||
      wiring.holders(packet.source).includes(sender) ||
      clusters.attachedAt(packet.source)?.mac === mac);
  if (own) return undefined;
  if (provider === 'aws' && checksSource(topology, sender)) return notOwn(packet.source);
  if (provider !== 'gcp' && provider !== 'azure') return undefined;
  const reason = `whether VPC ${name} takes a packet from ${formatAddress(packet.source)} there is not modelled yet`;
  return { disposition: 'INSUFFICIENT_INFO', reason };
}

/** To the card of a load balancer in the VPC, by its key. */
function backTo({ topology, wiring }: FabricKnowledge, balancer: string | undefined): FabricDecision | undefined {
  if (balancer === undefined) return undefined;
  const segment = balancersOf(topology).get(balancer)?.inner.segment;
  const card = segment && wiring.deviceOf(segment.id, balancer);
  return card && { to: card.attachment, mac: card.mac };
}

function toAttached(
  { wiring, clusters }: FabricKnowledge,
  segment: Segment,
  { source: mac, packet }: EthernetFrame,
): FabricDecision | undefined {
  const card = clusters.attachedAt(packet.destination);
  if (card?.segment !== segment.id || card.mac === mac) return undefined;
  const attachment = wiring.attachment(segment.id, card.mac);
  return attachment && { to: attachment, mac: card.mac };
}

/** What is for the machine that has the MAC is switched; all else is the router's, where the check lets it come there. */
function byRouter(
  { topology, wiring }: FabricKnowledge,
  vpc: Vpc,
  segment: Segment,
  { destination: to, packet }: EthernetFrame,
): FabricDecision | undefined {
  const router = wiring.deviceOf(segment.id, vpcKey(vpc));
  const target = wiring.attachment(segment.id, to)?.namespace;
  if (target === undefined || wiring.holders(packet.destination).includes(target) || !router) return undefined;
  if (vpc.provider === 'aws' && target !== router.attachment.namespace) {
    return checksSource(topology, target) ? notFor(packet.destination, target) : undefined;
  }
  return { to: router.attachment, mac: router.mac };
}

function checksSource(topology: Topology, key: string | undefined): boolean {
  const node = key?.startsWith('node:') ? indexById(topology).nodes.get(key.slice('node:'.length)) : undefined;
  return node?.sourceDestCheck?.value !== false;
}

/** The check works both ways: a machine is given only what is for its own address. */
function notFor(destination: Address, target: string): FabricDecision {
  const name = target.slice(target.lastIndexOf('/') + 1).replace(/^\w+:/, '');
  const reason = `${formatAddress(destination)} is no address of ${name}, and its source/destination check is on`;
  return { disposition: 'SOURCE_CHECK_FAILED', reason, code: 'SRC-DST-CHECK' };
}

function notOwn(source: Address): FabricDecision {
  const reason = `${formatAddress(source)} is no address of the machine that sends it, and its source/destination check is on`;
  return { disposition: 'SOURCE_CHECK_FAILED', reason, code: 'SRC-DST-CHECK' };
}
