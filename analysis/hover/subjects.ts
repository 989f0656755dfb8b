import { hostKey, nodeKey } from '../../network/machines/keys.ts';
import type { Cluster } from '../../network/topology/cluster.ts';
import type { Origin } from '../../network/topology/origin.ts';
import type { Topology } from '../../network/topology/topology.ts';
import type { Machine } from '../../network/topology/underlay.ts';
import type { Namespace } from '../../network/topology/workload.ts';
import { type Model, perModel } from '../model.ts';
import type { Budget } from './budget.ts';
import { clusterCard, cniWords, namespaceCard, nodeCard, nodeGroupCard } from './cards/cluster.ts';
import { ingressCard } from './cards/ingress.ts';
import { rangeCards } from './cards/plan.ts';
import { policyCard } from './cards/policy.ts';
import { effectLines, reachedByLines } from './cards/reach.ts';
import { machineTables } from './cards/tables.ts';
import { containerCard, hostCard, nicWords, overlayCard, routerCard, segmentCard, vpcCard } from './cards/underlay.ts';
import { serviceCard, workloadCard } from './cards/workload.ts';
import { heading, line } from './lines.ts';

/** Makes the card of one declared object, in lines of Markdown. What takes long is left out when the budget is spent. */
export type Card = (budget: Budget) => string[];

/** The card of the object that was declared at `origin`; undefined for what has none. */
export function cardOf(model: Model, origin: Origin): Card | undefined {
  return cards(model).get(origin);
}

const cards = perModel((model) => {
  const { topology } = model;
  const index = new Map<Origin, Card>();
  for (const cluster of topology.clusters) clusterCards(index, model, cluster);
  rangeCards(index, model);
  for (const vpc of topology.vpcs) index.set(vpc.origin, () => vpcCard(vpc, model));
  for (const segment of topology.segments) index.set(segment.origin, () => segmentCard(segment, model));
  for (const router of topology.routers) index.set(router.origin, () => routerCard(router));
  for (const overlay of topology.overlays) index.set(overlay.origin, () => overlayCard(overlay));
  for (const host of topology.hosts) {
    nicCards(index, topology, host);
    for (const one of host.docker?.containers ?? []) index.set(one.origin, () => containerCard(one));
    index.set(host.origin, (budget) => [
      ...hostCard(host, topology),
      ...machineTables(model, hostKey(host), host, budget),
    ]);
  }
  return index;
});

function clusterCards(index: Map<Origin, Card>, model: Model, cluster: Cluster): void {
  const { topology, allocate } = model;
  for (const namespace of cluster.namespaces) namespaceCards(index, namespace, cluster, model);
  // A node of a group has the group's origin: the group's card comes after and stays.
  for (const node of cluster.nodes) {
    nicCards(index, topology, node);
    index.set(node.origin, (budget) => [
      ...nodeCard(node, cluster, allocate(cluster), topology),
      ...machineTables(model, nodeKey(node), node, budget),
    ]);
  }
  for (const group of cluster.nodeGroups) index.set(group.origin, () => nodeGroupCard(group, cluster));
  index.set(cluster.cni.origin, () => [heading('cni', cluster.cni.kind), ...line('in force', cniWords(cluster.cni))]);
  index.set(cluster.origin, () => clusterCard(cluster, model));
}

function namespaceCards(index: Map<Origin, Card>, namespace: Namespace, cluster: Cluster, model: Model): void {
  const { allocate, topology } = model;
  // What knet adds by itself has the origin of what brings it about, whose card it must not take.
  for (const one of namespace.workloads) {
    if (index.has(one.origin)) continue;
    index.set(one.origin, (budget) => [
      ...workloadCard(one, allocate(cluster)),
      ...reachedByLines(model, cluster, one, budget),
    ]);
  }
  for (const one of namespace.services) {
    if (!index.has(one.origin)) index.set(one.origin, () => serviceCard(one, cluster, allocate(cluster), topology));
  }
  for (const one of namespace.ingresses) {
    index.set(one.origin, () => ingressCard(one, cluster, allocate(cluster), topology));
  }
  for (const one of namespace.policies) {
    index.set(one.origin, (budget) => [...policyCard(one, cluster), ...effectLines(model, cluster, one, budget)]);
  }
  index.set(namespace.origin, () => namespaceCard(namespace));
}

function nicCards(index: Map<Origin, Card>, topology: Topology, { name, nics }: Machine): void {
  for (const nic of nics) {
    index.set(nic.origin, () => [heading('nic', nic.name, name), ...line('in force', nicWords(nic, topology))]);
  }
}
