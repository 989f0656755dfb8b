import { type Address, formatAddress } from '../address/address.ts';
import type { AttachedInterface } from '../cni/plugin.ts';
import type { EthernetFrame } from '../linux/packet.ts';
import { indexById } from '../topology/by-id.ts';
import type { Topology } from '../topology/topology.ts';
import type { Segment } from '../topology/underlay.ts';
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
export interface FabricKnowledge {
  readonly wiring: Wiring;
  attachedAt(address: Address): AttachedInterface | undefined;
  /** The card of a load balancer in the VPC, by its key. */
  balancerCard(key: string): { readonly mac: string; readonly attachment: Attachment } | undefined;
}

/**
 * The fabric of a VPC is no switch: it delivers by address. A frame for an address that is no machine's of the VPC goes to
 * its router, whatever MAC it bears; AWS takes from a machine only what bears the machine's own address and gives it only
 * what is for that, unless the check is off: then MACs decide within a subnet. What answers a
 * connection that a load balancer has passed on goes back to it (`answering`), wherever it is addressed to.
 */
export function decideInFabric(
  topology: Topology,
  segment: Segment,
  { wiring, attachedAt, balancerCard }: FabricKnowledge,
  { source: mac, destination: to, packet }: EthernetFrame,
  answering?: string,
): FabricDecision | undefined {
  const vpc = segment.vpc === undefined ? undefined : indexById(topology).vpcs.get(segment.vpc);
  if (!vpc) return undefined;
  const router = wiring.deviceOf(segment.id, vpcKey(vpc));
  if (mac === router?.mac) return undefined;
  const sender = wiring.attachment(segment.id, mac)?.namespace;
  // What a load balancer of the cloud's own sends bears its clients' addresses.
  const own =
    sender !== undefined &&
    (sender.startsWith('lb:') ||
      wiring.holders(packet.source).includes(sender) ||
      attachedAt(packet.source)?.mac === mac);
  if (!own && vpc.provider === 'aws' && checksSource(topology, sender)) return notOwn(packet.source);
  if (!own && (vpc.provider === 'gcp' || vpc.provider === 'azure')) {
    const reason = `whether VPC ${vpc.name} takes a packet from ${formatAddress(packet.source)} there is not modelled yet`;
    return { disposition: 'INSUFFICIENT_INFO', reason };
  }
  const back = answering === undefined || answering === sender ? undefined : balancerCard(answering);
  if (back) return { to: back.attachment, mac: back.mac };
  const card = attachedAt(packet.destination);
  if (card?.segment === segment.id && card.mac !== mac) {
    const attachment = wiring.attachment(segment.id, card.mac);
    if (attachment) return { to: attachment, mac: card.mac };
  }
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
