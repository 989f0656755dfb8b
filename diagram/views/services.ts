import type { Allocate } from '../../network/topology/allocation.ts';
import type { Cluster } from '../../network/topology/cluster.ts';
import { LabelIndex } from '../../network/topology/label-index.ts';
import type { Topology } from '../../network/topology/topology.ts';
import type { Namespace, Service, Workload } from '../../network/topology/workload.ts';
import { clusterBox, ingressEdges } from '../content/clusters.ts';
import { boxId, INTERNET } from '../content/ids.ts';
import { internetBox } from '../content/underlay.ts';
import type { Box, Edge, Graph } from '../graph.ts';
import { namespaceBox, podsOf, workloadBox, workloadId } from './workloads.ts';

/** Who is reached by which name: the Internet, Ingresses and Services, and the workloads behind them, without machines. */
export function serviceGraph(topology: Topology, allocate: Allocate): Graph {
  const several = topology.clusters.length > 1;
  const edges = topology.clusters.flatMap(edgesOf);
  const boxes = topology.clusters.flatMap((cluster, accent): Box[] => {
    const { children, ...own } = clusterBox(cluster, allocate(cluster), accent);
    const shown = children.filter(({ kind }) => kind !== 'pods');
    return shown.length === 0 ? [] : [{ ...own, children: shown }, ...workloads(cluster, several, accent, edges)];
  });
  const fromOutside = edges.some(({ from }) => from === INTERNET);
  const idsOf = (wanted: Box['kind']) => boxes.filter(({ kind }) => kind === wanted).map(({ id }) => id);
  const columns = [[INTERNET], idsOf('cluster'), idsOf('namespace')];
  return { boxes: [...(fromOutside ? [internetBox] : []), ...boxes], edges, columns };
}

/** Those that a Service selects: the others are nobody's endpoints. */
function workloads(cluster: Cluster, several: boolean, accent: number, edges: readonly Edge[]): Box[] {
  const reached = new Set(edges.map(({ to }) => to));
  return cluster.namespaces.flatMap((namespace) => {
    const selected = namespace.workloads.filter((workload) => reached.has(workloadId(workload)));
    const rows = selected.map((workload) => workloadBox(workload, podsOf(workload, cluster), accent, ports(workload)));
    return namespaceBox(namespace, several, accent, rows);
  });
}

const ports = ({ ports }: Workload) => ports.map(({ port, protocol }) => `${port}/${protocol}`).join(', ');

function edgesOf(cluster: Cluster): Edge[] {
  return cluster.namespaces.flatMap((namespace) => {
    const index = new LabelIndex(namespace.workloads.filter(({ implicit }) => !implicit));
    const services = namespace.services.filter(({ implicit }) => !implicit);
    return [
      ...services.filter(({ type }) => type === 'LoadBalancer').map((one) => inward(boxId('service', one.id))),
      ...services.flatMap((service) => selected(service, index)),
      ...ingresses(namespace),
    ];
  });
}

function ingresses({ ingresses }: Namespace): Edge[] {
  const open = ingresses.filter(({ class: kind, scheme }) => kind !== 'alb' || scheme === 'internet-facing');
  return [...open.map(({ id }) => inward(boxId('ingress', id))), ...ingresses.flatMap(ingressEdges)];
}

const inward = (to: string): Edge => ({ id: `${INTERNET} ${to}`, from: INTERNET, to, kind: 'routes' });

function selected({ id, selector }: Service, index: LabelIndex): Edge[] {
  const from = boxId('service', id);
  const found = selector ? index.select(selector) : [];
  return found.map((workload) => {
    const to = workloadId(workload);
    return { id: `${from} ${to}`, from, to, kind: 'selects' };
  });
}
