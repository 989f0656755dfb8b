import { formatAddress } from '../../network/address/address.ts';
import { formatPrefix } from '../../network/address/prefix.ts';
import type { Allocation, Placement } from '../../network/topology/allocation.ts';
import type { Cluster, Node } from '../../network/topology/cluster.ts';
import type { NicAddresses } from '../../network/topology/ipam/nics.ts';
import type { DockerContainer, Host, Machine } from '../../network/topology/underlay.ts';
import type { Workload } from '../../network/topology/workload.ts';
import type { Box } from '../graph.ts';
import { boxId, podsId, restId } from './ids.ts';
import { addresses, addressSpan, inLine, inLines, nicLines } from './words.ts';

/** More rows than this in one machine are no picture any more: the rest becomes one row. */
const MOST_ROWS = 24;

/** A node with its pods; alike pods are one box. What knet adds by itself (CoreDNS) is not drawn: no text stands for it. */
export function nodeBox(
  node: Node,
  cluster: Cluster,
  allocation: Allocation,
  accent: number,
  severalClusters: boolean,
  given: NicAddresses,
): Box {
  const ranges = allocation.nodePodCIDRs(node).map(formatPrefix).join(', ');
  return {
    id: boxId('node', node.id),
    kind: 'node',
    label: severalClusters ? `${cluster.name}/${node.name}` : node.name,
    detail: inLines(machineLines(node, given), ranges && `pods ${ranges}`),
    accent,
    children: podBoxes(node, allocation, accent),
  };
}

function podBoxes(node: Node, allocation: Allocation, accent: number): Box[] {
  const byWorkload = new Map<Workload, Placement[]>();
  for (const pod of allocation.podsOn(node.id)) {
    if (pod.workload.implicit) continue;
    const same = byWorkload.get(pod.workload);
    if (same) same.push(pod);
    else byWorkload.set(pod.workload, [pod]);
  }
  const stacks = [...byWorkload].map(([workload, pods]) => stack(workload, pods, node, accent));
  return stacks.length <= MOST_ROWS ? stacks : withRest(stacks, node, accent);
}

function stack(workload: Workload, pods: readonly Placement[], node: Node, accent: number): Box {
  const first = pods.length === 1 ? pods[0]?.addresses : undefined;
  const ips = first ? first.map(formatAddress).join(', ') : addressSpan(pods.flatMap((pod) => pod.addresses[0] ?? []));
  return {
    id: podsId(workload.id, node.id),
    kind: 'pods',
    label: `${workload.namespace}/${workload.name}`,
    detail: workload.hostNetwork ? 'host network' : ips,
    count: pods.length,
    accent,
    children: [],
  };
}

function withRest(stacks: readonly Box[], node: Node, accent: number): Box[] {
  const shown = stacks.slice(0, MOST_ROWS - 1);
  const rest = stacks.slice(shown.length).reduce((sum, { count = 1 }) => sum + count, 0);
  return [...shown, { id: restId(node.id), kind: 'pods', label: `and ${rest} more`, accent, children: [] }];
}

/** A host with its containers. */
export function hostBox(host: Host, given: NicAddresses): Box {
  return {
    id: boxId('host', host.id),
    kind: 'host',
    label: host.name,
    detail: inLines(machineLines(host, given), listening(host)),
    children: (host.docker?.containers ?? []).map(containerBox),
  };
}

const machineLines = (machine: Machine, given: NicAddresses) =>
  inLines(
    nicLines(machine.nics, given),
    machine.publicAddresses.length > 0 && `public ${addresses(machine.publicAddresses)}`,
  );

const listening = (host: Host) =>
  host.listens.length > 0 && `listens on ${host.listens.map(({ port, protocol }) => `${port}/${protocol}`).join(', ')}`;

function containerBox(container: DockerContainer): Box {
  return {
    id: boxId('container', container.id),
    kind: 'container',
    label: container.name,
    detail: inLine(containerNetwork(container), addresses(container.addresses), container.stopped && 'stopped'),
    children: [],
  };
}

function containerNetwork({ network }: DockerContainer): string {
  switch (network.mode) {
    case 'container':
      return `shares ${network.target.value.split('/').at(-1)}`;
    case 'user-bridge':
    case 'overlay':
      return network.target.value.split('/').at(-1) ?? '';
    case 'none':
      return 'no network';
    default:
      return network.mode;
  }
}
