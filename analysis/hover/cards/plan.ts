import { formatPrefix } from '../../../network/address/prefix.ts';
import type { Allocation } from '../../../network/topology/allocation.ts';
import type { Cluster, Node } from '../../../network/topology/cluster.ts';
import { sharesPools } from '../../../network/topology/ipam/shared-pools.ts';
import type { Origin } from '../../../network/topology/origin.ts';
import type { Topology } from '../../../network/topology/topology.ts';
import type { Segment, Vpc } from '../../../network/topology/underlay.ts';
import type { Model } from '../../model.ts';
import { nodesPlan } from '../../plan/nodes.ts';
import { type PodRangePlan, podRanges } from '../../plan/pod-ranges.ts';
import { nodePlan, nodePlans, podsPlan } from '../../plan/pods.ts';
import { type ServiceRangePlan, serviceRanges } from '../../plan/services.ts';
import { networkSpaces, vpcSpaces } from '../../plan/underlay.ts';
import { bandWords, limitWords, networkWords, nodeWords, podRangeWords, vpcWords } from '../../plan/words.ts';
import { code, heading, line } from '../lines.ts';

/** More nodes than this take longer to sum up than somebody waits for a hover. */
const MAX_NODES = 5000;
/** A node whose pods have addresses of a pool is as much work as so many others: each of these pods has to be looked at. */
const POOLED = 16;
const TOO_MANY = '- too many nodes to sum up while you wait: `knet plan` does';

function isSmall({ clusters }: Topology): boolean {
  const work = clusters.map((cluster) => cluster.nodes.length * (sharesPools(cluster) ? POOLED : 1));
  return work.reduce((sum, one) => sum + one, 0) <= MAX_NODES;
}

/** What subnets leave of a VPC, a line for each of its ranges. */
export function vpcPlanLines(model: Model, vpc: Vpc): string[] {
  return vpcSpaces(model, vpc).flatMap((space) => line(code(space.cidr), vpcWords(space)));
}

/** How full a network is, a line for each of its ranges. */
export function segmentPlanLines(model: Model, segment: Segment): string[] {
  if (!isSmall(model.topology)) return [TOO_MANY];
  return networkSpaces(model, segment).flatMap((space) => line(code(space.cidr), networkWords(space)));
}

/** How many more nodes, pods and Services fit into a cluster, and what bounds them. */
export function clusterPlanLines(model: Model, cluster: Cluster): string[] {
  if (!isSmall(model.topology)) return [TOO_MANY];
  const allocation = model.allocate(cluster);
  const ranges = podRanges(cluster, allocation);
  const nodes = nodesPlan(model, cluster, ranges);
  const pods = podsPlan(model, cluster, nodePlans(cluster, allocation), ranges);
  return [
    ...line('room for nodes', limitWords(nodes.more, nodes.limits)),
    ...line('room for pods', limitWords(pods.more, pods.limits)),
    ...serviceRanges(cluster, allocation).flatMap((range) => line(`services in ${code(range.cidr)}`, usedWords(range))),
  ];
}

/** How many more pods fit onto a node, and what bounds them. */
export function nodePlanLines(cluster: Cluster, node: Node, allocation: Allocation): string[] {
  return line('room', nodeWords(nodePlan(cluster, node, allocation)));
}

const usedWords = ({ usable, used, free }: ServiceRangePlan) =>
  `${usable} usable, ${used} used, ${free} more services fit`;

/** Cards of the literals of podCIDR, serviceCIDR and an IPPool's cidr: what is taken of them. */
export function rangeCards(index: { set(origin: Origin, card: () => string[]): unknown }, model: Model): void {
  for (const cluster of model.topology.clusters) {
    const pools = cluster.cni.kind === 'calico' ? cluster.cni.ipPools.flatMap(({ cidr }) => cidr ?? []) : [];
    for (const { value, origin } of [...cluster.podCIDRs, ...pools])
      index.set(origin, () => podRangeCard(model, cluster, formatPrefix(value)));
    for (const { value, origin } of cluster.serviceCIDRs)
      index.set(origin, () => serviceRangeCard(model, cluster, formatPrefix(value)));
  }
}

function podRangeCard(model: Model, cluster: Cluster, cidr: string): string[] {
  const title = heading('Pod range', cidr, `cluster ${code(cluster.name)}`);
  if (!isSmall(model.topology)) return [title, TOO_MANY];
  const ranges = podRanges(cluster, model.allocate(cluster)).filter((range: PodRangePlan) => range.cidr === cidr);
  return [title, ...ranges.flatMap((range) => line('plan', podRangeWords(range)))];
}

function serviceRangeCard(model: Model, cluster: Cluster, cidr: string): string[] {
  const range = serviceRanges(cluster, model.allocate(cluster)).find((one) => one.cidr === cidr)!;
  return [
    heading('Service range', cidr, `cluster ${code(cluster.name)}`),
    ...line('plan', usedWords(range)),
    ...line('static band', bandWords(range.static)),
    ...line('dynamic band', bandWords(range.dynamic)),
  ];
}
