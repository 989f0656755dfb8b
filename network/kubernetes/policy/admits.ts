import type { Address } from '../../address/address.ts';
import { containsAddress } from '../../address/prefix.ts';
import type { PacketProtocol } from '../../linux/packet.ts';
import type { Policy, PolicyPeer, PolicyRule } from '../../topology/policy.ts';
import type { PortRange } from '../../topology/ports.ts';
import { matches } from '../../topology/selector.ts';
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

/** Selectors of one peer must both hold; without a namespaceSelector a peer is of the policy's own namespace. */
export function peerHolds(
  selection: PolicySelection,
  policy: Policy,
  { podSelector, namespaceSelector, ipBlock }: PolicyPeer,
  { address, workload }: PolicyEnd,
): boolean {
  if (ipBlock) {
    const isInside = containsAddress(ipBlock.cidr.value, address);
    return isInside && !ipBlock.except.some(({ value }) => containsAddress(value, address));
  }
  if (!workload || workload.hostNetwork || !(podSelector || namespaceSelector)) return false;
  const isOfNamespace = namespaceSelector
    ? matches(namespaceSelector, selection.labelsOfNamespace(workload.namespace))
    : workload.namespace === policy.namespace;
  return isOfNamespace && (!podSelector || matches(podSelector, workload.labels));
}

const PORTED: readonly PacketProtocol[] = ['TCP', 'UDP', 'SCTP'];

/**
 * A name is what a container of the destination calls a port of that protocol; without a protocol it is whichever has it.
 * ICMP has no ports, so that a rule with any lets none by.
 */
export function portAdmits(
  { protocol, from, to, name }: PortRange,
  destination: Workload | undefined,
  traffic: PolicyTraffic,
): boolean {
  const port = traffic.destinationPort;
  if (!PORTED.includes(traffic.protocol) || (protocol !== undefined && protocol !== traffic.protocol)) return false;
  if (name !== undefined) return port !== undefined && hasPort(destination, name, traffic.protocol, port);
  return from === undefined || (port !== undefined && from <= port && port <= (to ?? from));
}

function hasPort(workload: Workload | undefined, name: string, protocol: PacketProtocol, port: number): boolean {
  if (!workload || workload.hostNetwork) return false;
  return workload.ports.some((one) => one.name === name && one.protocol === protocol && one.port === port);
}
