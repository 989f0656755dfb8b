import type { Allocation } from '../../network/topology/allocation.ts';
import type { Cluster } from '../../network/topology/cluster.ts';
import { LabelIndex } from '../../network/topology/label-index.ts';
import type { Ingress, Service, Workload } from '../../network/topology/workload.ts';
import type { Box, Edge } from '../graph.ts';
import { boxId, podsId, restId } from './ids.ts';
import { clusterLines, inLine, serviceLines } from './words.ts';

/** A cluster's own box: what exists in it and on no machine, that is Services, ingresses and pods no node has taken. */
export function clusterBox(cluster: Cluster, allocation: Allocation, accent: number): Box {
  return {
    id: boxId('cluster', cluster.id),
    kind: 'cluster',
    label: cluster.name,
    detail: clusterLines(cluster),
    accent,
    children: cluster.namespaces.flatMap((namespace) => [
      ...namespace.ingresses.map((ingress) => ingressBox(ingress, accent)),
      ...namespace.services.filter(written).map((service) => serviceBox(service, allocation, accent)),
      ...namespace.workloads.filter((one) => unplaced(one, allocation)).map((one) => unplacedBox(one, accent)),
    ]),
  };
}

const written = ({ implicit }: { implicit: boolean }) => !implicit;

const unplaced = (workload: Workload, allocation: Allocation) =>
  !workload.implicit &&
  workload.kind !== 'DaemonSet' &&
  workload.replicas > 0 &&
  allocation.pods(workload).length === 0;

const serviceBox = (service: Service, allocation: Allocation, accent: number): Box => ({
  id: boxId('service', service.id),
  kind: 'service',
  label: `${service.namespace}/${service.name}`,
  detail: serviceLines(service, allocation),
  accent,
  children: [],
});

function ingressBox(ingress: Ingress, accent: number): Box {
  const hosts = [...new Set(ingress.rules.map(({ host }) => host ?? '*'))];
  return {
    id: boxId('ingress', ingress.id),
    kind: 'ingress',
    label: `${ingress.namespace}/${ingress.name}`,
    detail: `${inLine(`ingress ${ingress.class}`, ingress.scheme)}\n${hosts.join(', ')}`.trimEnd(),
    accent,
    children: [],
  };
}

const unplacedBox = (workload: Workload, accent: number): Box => ({
  id: podsId(workload.id, ''),
  kind: 'pods',
  label: `${workload.namespace}/${workload.name}`,
  detail: 'on no node',
  count: workload.replicas,
  accent,
  children: [],
});

/** From each Service to the pods it selects, a line per box of pods, and from each ingress to its Services. */
export function clusterEdges(cluster: Cluster, allocation: Allocation): Edge[] {
  return cluster.namespaces.flatMap((namespace) => {
    const index = new LabelIndex(namespace.workloads.filter(written));
    return [
      ...namespace.services.filter(written).flatMap((service) => selectEdges(service, index, allocation)),
      ...namespace.ingresses.flatMap(ingressEdges),
    ];
  });
}

function selectEdges(service: Service, index: LabelIndex, allocation: Allocation): Edge[] {
  const { selector } = service;
  if (!selector) return [];
  const selected = index.select(selector);
  const from = boxId('service', service.id);
  const targets = selected.flatMap((workload) => podBoxIds(workload, allocation));
  return targets.map((to) => ({ id: `${from} ${to}`, from, to, kind: 'selects' }));
}

/** Ids of all boxes the pods of a workload may be drawn in; {@link restId} where the node's picture ends before them. */
function podBoxIds(workload: Workload, allocation: Allocation): string[] {
  const nodes = new Set(allocation.pods(workload).map(({ node }) => node.id));
  return nodes.size > 0 ? [...nodes].map((node) => podsId(workload.id, node)) : [podsId(workload.id, '')];
}

/** From an ingress to each Service that it leads to. */
export function ingressEdges(ingress: Ingress): Edge[] {
  const from = boxId('ingress', ingress.id);
  const services = new Set(ingress.rules.map(({ service }) => boxId('service', service.value)));
  return [...services].map((to) => ({ id: `${from} ${to}`, from, to, kind: 'routes' }));
}

/** Where an edge ends that meant a box which is not drawn by itself. */
export const standIn = (id: string): string =>
  id.startsWith('pods:') ? restId(id.slice(id.lastIndexOf('@') + 1)) : id;
