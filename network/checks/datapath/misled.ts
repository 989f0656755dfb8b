import { interfacesOf } from '../../machines/nics.ts';
import type { Cluster } from '../../topology/cluster.ts';
import type { Flannel } from '../../topology/cni.ts';
import type { Topology } from '../../topology/topology.ts';
import { areas } from '../support/areas.ts';
import { uplinks } from '../support/uplinks.ts';

/** flannel left to itself on nodes with several NICs, where it takes one on which the nodes do not meet. */
export interface Misled {
  readonly flannel: Flannel;
  /** "eth0 of n1". */
  readonly taken: readonly string[];
  /** A NIC that every node has, all of them on one segment. */
  readonly meeting: string;
}

/** Undefined where flannel is told which NIC to take, or finds one on which all nodes meet. */
export function misled(topology: Topology, cluster: Cluster): Misled | undefined {
  const { cni, nodes } = cluster;
  if (cni.kind !== 'flannel' || cni.iface || !nodes.some(({ nics }) => nics.length > 1)) return undefined;
  const taken = uplinks(topology, cluster);
  const isConnected = areas(topology);
  const ids = [...new Set(taken.map(({ segment }) => segment?.id ?? ''))];
  const meets = taken.length === nodes.length && ids.every((id) => id === ids[0] || isConnected(ids[0]!, id));
  const meeting = meets ? undefined : commonNic(topology, cluster);
  if (meeting === undefined) return undefined;
  return { flannel: cni, taken: taken.map(({ nic, node }) => `${nic.device} of ${node.name}`), meeting };
}

function commonNic(topology: Topology, { nodes }: Cluster): string | undefined {
  const [first, ...others] = nodes.map((node) =>
    interfacesOf(topology, node).filter((nic) => nic.segment && !nic.down),
  );
  const isCommon = ({ device, segment }: NonNullable<typeof first>[number]) =>
    others.every((nics) => nics.some((nic) => nic.device === device && nic.segment === segment));
  return first?.find(isCommon)?.device;
}
