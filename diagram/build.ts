import type { Allocate } from '../network/topology/allocation.ts';
import { nicAddresses } from '../network/topology/ipam/nics.ts';
import type { Topology } from '../network/topology/topology.ts';
import { clusterBox, clusterEdges, standIn } from './content/clusters.ts';
import { INTERNET } from './content/ids.ts';
import { hostBox, nodeBox } from './content/machines.ts';
import {
  homeOf,
  internetBox,
  natBox,
  overlayBox,
  routerBox,
  segmentBox,
  underlayEdges,
  vpcBox,
} from './content/underlay.ts';
import type { Box, Edge, Graph } from './graph.ts';
import { atOnce, type Steps } from './steps.ts';

/**
 * What a picture of the model shows: VPCs and networks with the machines in them, pods and containers in the machines,
 * each cluster's Services, and what joins them. Plain data in the order of the text; the same topology gives the same graph.
 */
export const buildGraph = (topology: Topology, allocate: Allocate): Graph => atOnce(graphSteps(topology, allocate));

/** The same, machine by machine and cluster by cluster. */
export function* graphSteps(topology: Topology, allocate: Allocate): Steps<Graph> {
  const placed = yield* machinesBySegment(topology, allocate);
  const [lines, clusters]: [Edge[][], Box[]] = [[], []];
  for (const [accent, cluster] of topology.clusters.entries()) {
    lines.push(clusterEdges(cluster, allocate(cluster)));
    yield;
    clusters.push(clusterBox(cluster, allocate(cluster), accent));
    yield;
  }
  const edges = [...lines.flat(), ...underlayEdges(topology)];
  const known = new Set(topology.segments.map(({ id }) => id));
  const boxes = [
    ...clusters,
    ...topology.vpcs.map((vpc) => vpcBox(vpc, topology, placed)),
    ...topology.segments.filter(({ vpc }) => !vpc).map((segment) => segmentBox(segment, placed)),
    ...[...placed].flatMap(([segment, machines]) => (known.has(segment) ? [] : machines)),
    ...topology.routers.map(routerBox),
    ...topology.overlays.map(overlayBox),
    ...(edges.some(({ to }) => to === INTERNET) ? [internetBox] : []),
  ];
  yield;
  return yield* withoutDuplicates(boxes, edges);
}

/** A name used twice is a finding of its own; here the first object keeps the id, since an id is one box. */
function* withoutDuplicates(boxes: readonly Box[], edges: readonly Edge[]): Steps<Graph> {
  const seen = new Set<string>();
  const once = (list: readonly Box[]): Box[] =>
    list.flatMap((box) => {
      if (seen.has(box.id)) return [];
      seen.add(box.id);
      return [box.children.length > 0 ? { ...box, children: once(box.children) } : box];
    });
  const unique = once(boxes);
  yield;
  return { boxes: unique, edges: drawable(edges, seen) };
}

/** Edges between boxes that exist, each once. */
function drawable(edges: readonly Edge[], ids: ReadonlySet<string>): Edge[] {
  const byId = new Map<string, Edge>();
  for (const edge of edges) {
    const to = ids.has(edge.to) ? edge.to : standIn(edge.to);
    const id = `${edge.from} ${to}`;
    if (ids.has(edge.from) && ids.has(to) && !byId.has(id)) byId.set(id, { ...edge, id, to });
  }
  return [...byId.values()];
}

function* machinesBySegment(topology: Topology, allocate: Allocate): Steps<Map<string, Box[]>> {
  const placed = new Map<string, Box[]>();
  const put = (segment: string, box: Box) => {
    const boxes = placed.get(segment);
    if (boxes) boxes.push(box);
    else placed.set(segment, [box]);
  };
  const several = topology.clusters.length > 1;
  const given = nicAddresses(topology);
  for (const [accent, cluster] of topology.clusters.entries()) {
    for (const node of cluster.nodes) {
      put(homeOf(node, cluster), nodeBox(node, cluster, allocate(cluster), accent, several, given));
      yield;
    }
  }
  for (const host of topology.hosts) put(homeOf(host), hostBox(host, given));
  for (const { natGateways } of topology.vpcs) {
    for (const gateway of natGateways) if (gateway.segment) put(gateway.segment.value, natBox(gateway));
  }
  return placed;
}
