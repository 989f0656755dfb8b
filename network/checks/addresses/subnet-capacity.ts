import { distance } from '../../address/address.ts';
import { prefixFamily } from '../../address/prefix.ts';
import type { Allocate } from '../../topology/allocation.ts';
import type { Cluster, Node } from '../../topology/cluster.ts';
import { entry } from '../../topology/grouping.ts';
import { interfacePlan } from '../../topology/ipam/elastic-interfaces.ts';
import { nicAddresses, usableRanges } from '../../topology/ipam/nics.ts';
import { podSegments, usesVpcAddresses } from '../../topology/ipam/shared-pools.ts';
import { machinesOf, type Topology } from '../../topology/topology.ts';
import type { Segment } from '../../topology/underlay.ts';
import type { Check } from '../diagnostic.ts';
import { diagnostic, placeOf } from '../support/place.ts';
import { segmentWord } from '../support/words.ts';

/** Who had to go without an address, by the segment that should have given it. */
type Shortage = Map<Segment, { machines: number; pods: number }>;

const NONE_YET = () => ({ machines: 0, pods: 0 });

export const subnetCapacity: Check = {
  code: 'SUBNET-CAPACITY',
  severity: 'error',
  summary: 'A network has fewer usable addresses than machines and Pods need',
  *run({ topology, allocate }) {
    const shortage: Shortage = new Map();
    countMachines(topology, shortage);
    countPods(topology, allocate, shortage);
    for (const [segment, { machines, pods }] of shortage) {
      const cidr = segment.cidrs.find((one) => prefixFamily(one.value) === 4) ?? segment.cidrs[0];
      if (!cidr) continue;
      const usable = usableRanges(topology, segment).reduce(
        (sum, { first, last }) => sum + distance(first, last) + 1,
        0,
      );
      const wanting = [...counted(machines, 'machine'), ...counted(pods, 'Pod')].join(' and ');
      const message = `${segmentWord(topology, segment)} ${segment.name} has ${usable} usable addresses, and ${wanting} would go without one`;
      yield diagnostic(this, { message, origin: placeOf(cidr, segment) });
    }
  },
};

function counted(count: number, word: string): string[] {
  return count === 0 ? [] : [`${count} ${word}${count === 1 ? '' : 's'}`];
}

function countMachines(topology: Topology, shortage: Shortage): void {
  const segments = new Map(topology.segments.map((segment) => [segment.id, segment]));
  for (const nic of machinesOf(topology).flatMap((machine) => machine.nics)) {
    const segment = segments.get(nic.segment?.value ?? '');
    if (!segment || segment.cidrs.length === 0 || nicAddresses(topology).of(nic).length > 0) continue;
    entry(shortage, segment, NONE_YET).machines++;
  }
}

/** Pods of one cluster that draw from several vSwitches are missing in the last of them. */
function countPods(topology: Topology, allocate: Allocate, shortage: Shortage): void {
  for (const cluster of topology.clusters) {
    if (!usesVpcAddresses(cluster)) continue;
    for (const node of cluster.nodes) {
      const segment = podSegments(topology, cluster, node).at(-1);
      if (!segment) continue;
      const pods = allocate(cluster)
        .podsOn(node.id)
        .filter((pod) => !pod.workload.hostNetwork);
      const missing =
        pods.filter((pod) => pod.addresses.length === 0).length - beyondInterfaces(cluster, node, pods.length);
      if (missing > 0) entry(shortage, segment, NONE_YET).pods += missing;
    }
  }
}

/** Pods that go without an address because the node's network interfaces are full, whatever the subnet has left. */
function beyondInterfaces(cluster: Cluster, node: Node, pods: number): number {
  const plan = interfacePlan(cluster, node);
  const room = plan ? plan.most * plan.each : Number.POSITIVE_INFINITY;
  return Math.max(pods - room, 0);
}
