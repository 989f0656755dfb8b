import type { Address } from '../../address/address.ts';
import type { PacketProtocol } from '../../linux/packet.ts';
import type { Policy, PolicyPeer, PolicyRule } from '../../topology/policy.ts';
import { blockHolds, namedPorts, selectsPod } from '../../topology/policy-matching.ts';
import type { PortRange } from '../../topology/ports.ts';
import type { Workload } from '../../topology/workload.ts';
import type { PolicySelection } from './selection.ts';

/** One end of a packet as a policy sees it. */
export interface PolicyEnd {
  /** That the packet bears at that moment; an ipBlock asks for nothing else. */
  readonly address: Address;
  /** Whose pod has the address; undefined for nodes, their hostNetwork pods and everything outside of the cluster. */
  readonly workload?: Workload;
}

/** What a policy's ports are held against. */
export interface PolicyTraffic {
  readonly protocol: PacketProtocol;
  readonly destinationPort?: number;
}

/** Whether a rule admits traffic between the pod it is for and a peer; `destination` is where named ports are looked up. */
export function ruleAdmits(
  selection: PolicySelection,
  policy: Policy,
  rule: PolicyRule,
  peer: PolicyEnd,
  destination: Workload | undefined,
  traffic: PolicyTraffic,
): boolean {
  return (
    (rule.ports.length === 0 || rule.ports.some((port) => portAdmits(port, destination, traffic))) &&
    (rule.peers.length === 0 || rule.peers.some((one) => peerHolds(selection, policy, one, peer)))
  );
}

/** Whether traffic from or to the other end is what a peer of a rule means. */
export function peerHolds(
  selection: PolicySelection,
  { namespace }: Pick<Policy, 'namespace'>,
  peer: PolicyPeer,
  { address, workload }: PolicyEnd,
): boolean {
  if (peer.ipBlock) return blockHolds(peer.ipBlock, address);
  return workload !== undefined && !workload.hostNetwork && selectsPod(peer, namespace, selection.podOf(workload));
}

const PORTED: readonly PacketProtocol[] = ['TCP', 'UDP', 'SCTP'];

/**
 * A name is what a container of the destination calls a port of that protocol; without a protocol it is whichever has it.
 * ICMP has no ports, so that a rule with any lets none by.
 */
export function portAdmits(
  range: PortRange,
  destination: Workload | undefined,
  { protocol, destinationPort: port }: PolicyTraffic,
): boolean {
  if (!PORTED.includes(protocol) || (range.protocol !== undefined && range.protocol !== protocol)) return false;
  if (range.name === undefined) return isBetween(port, range);
  const named = destination && !destination.hostNetwork ? namedPorts(range, destination.ports) : [];
  return named.some((one) => one.protocol === protocol && one.port === port);
}

function isBetween(port: number | undefined, { from, to = from }: PortRange): boolean {
  if (from === undefined || to === undefined) return true;
  return port !== undefined && from <= port && port <= to;
}
