import type { Allocation, Placement } from '../allocation.ts';
import type { Cluster } from '../cluster.ts';
import type { Topology } from '../topology.ts';
import { interfacePlan } from './elastic-interfaces.ts';
import { podSegments, sharesPools } from './shared-pools.ts';

/** Why a pod has no address and so never starts, with the code of the check that says so of its node or network. */
export interface Shortage {
  readonly reason: string;
  readonly code: string;
}

/** Undefined for a pod that has an address. */
export function shortageOf(
  topology: Topology,
  cluster: Cluster,
  allocation: Allocation,
  { label, node, workload, addresses }: Placement,
): Shortage | undefined {
  if (workload.hostNetwork || addresses.length > 0) return undefined;
  const never = (why: string, code: string) => ({ reason: `${label} never starts: ${why}`, code });
  const ofRange = !sharesPools(cluster);
  if (ofRange) return never(`no address is left for it on node ${node.name}`, 'NODE-PODS-EXHAUSTED');
  const segments = podSegments(topology, cluster, node);
  if (segments.length === 0 && cluster.cni.kind === 'terway') {
    return never(`no pod vSwitch is in the zone of node ${node.name}`, 'TERWAY-ZONE');
  }
  const plan = interfacePlan(cluster, node);
  const placed = allocation.podsOn(node.id).filter((pod) => !pod.workload.hostNetwork && pod.addresses.length > 0);
  if (plan && placed.length >= plan.most * plan.each) {
    return never(`the network interfaces of node ${node.name} have no address left`, 'NODE-PODS-EXHAUSTED');
  }
  const where = segments.map(({ name }) => name).join(' or ');
  return never(where === '' ? 'no address is left for it' : `no address is left in ${where}`, 'SUBNET-CAPACITY');
}
