import { defaultInterface, interfacesOf, type MachineInterface, mtuOf } from '../../machines/nics.ts';
import type { Cluster, Node } from '../../topology/cluster.ts';
import { groupBy } from '../../topology/grouping.ts';
import { perObject, remembered } from '../../topology/ipam/lazy.ts';
import type { Topology } from '../../topology/topology.ts';
import type { Segment } from '../../topology/underlay.ts';

/** The NIC by which a node's Pods reach those of other nodes, as its CNI chooses it. */
export interface Uplink {
  readonly node: Node;
  readonly nic: MachineInterface;
  readonly segment?: Segment;
}

const known = perObject((topology: Topology) => remembered((cluster: Cluster) => uplinksOf(topology, cluster)));

/**
 * flannel takes the NIC of `iface`, else, as other CNIs do, that of the default route; a node with one NIC has no choice.
 * Nodes for which there is none are left out. Worked out once for all checks.
 */
export function uplinks(topology: Topology, cluster: Cluster): readonly Uplink[] {
  return known(topology)(cluster);
}

function uplinksOf(topology: Topology, { cni, nodes }: Cluster): readonly Uplink[] {
  const iface = cni.kind === 'flannel' ? cni.iface?.value : undefined;
  return nodes.flatMap((node) => {
    const nics = interfacesOf(topology, node);
    const nic = iface === undefined ? preferred(topology, node, nics) : nics.find(({ device }) => device === iface);
    return nic ? [{ node, nic, segment: nic.segment }] : [];
  });
}

function preferred(topology: Topology, node: Node, nics: readonly MachineInterface[]): MachineInterface | undefined {
  return defaultInterface(topology, node, nics)?.nic ?? (nics.length === 1 ? nics[0] : undefined);
}

/** Bytes that go out of a node in one packet: what its NIC and the network that it is plugged into take. */
export function linkMtu({ nic, segment }: Uplink): number {
  return Math.min(nic.mtu, segment ? mtuOf(segment) : nic.mtu);
}

/** Nodes by the segment that their Pods' packets leave by, in the order of the text. */
export function bySegment(all: readonly Uplink[]): ReadonlyMap<Segment, readonly Uplink[]> {
  return groupBy(
    all.filter(({ segment }) => segment),
    ({ segment }) => segment!,
  );
}
