import type { Address } from '../../address/address.ts';
import { RangeSet } from '../../address/ranges.ts';
import type { Allocation, Placement } from '../allocation.ts';
import type { Cluster, Node } from '../cluster.ts';
import type { Service, Workload } from '../workload.ts';
import { lazy, remembered } from './lazy.ts';
import { hasNodePorts, nodePorts } from './node-ports.ts';
import { ownRanges } from './own-ranges.ts';
import type { PlacementIndex, SharedPool } from './placement.ts';
import { type NextAddress, nextInRanges } from './pod-addresses.ts';
import { familiesOf, nodesByRange, nodesBySharedAddress, nodesByWrittenAddress } from './pod-index.ts';
import { clusterIPs } from './service-addresses.ts';
import { writtenAddress, writtenPodAddresses } from './written.ts';

/** What one cluster's allocation asks of the rest of the topology. */
export interface Surroundings {
  /** Addresses of the node's machine; a hostNetwork pod has them. */
  nodeAddresses(node: Node): readonly Address[];
  /** For CNIs whose nodes have no range of their own. */
  readonly shared?: () => SharedPool;
}

/** Allocation in one cluster; every part is worked out when first asked for, pods node by node. */
export function clusterAllocation(cluster: Cluster, { nodeAddresses, shared }: Surroundings): Allocation {
  const nodeIndex = lazy(() => new Map(cluster.nodes.map((node, index) => [node.id, index])));
  const indexOf = (node: Node) => nodeIndex().get(node.id) ?? -1;
  const { own, placement, ranges } = shared
    ? { own: undefined, placement: () => shared().placement, ranges: () => [] }
    : ownRanges(cluster);
  const loans = lazy(() => own?.().borrowed?.(placement()) ?? new Map<number, readonly Address[]>());
  const lent = lazy(() => RangeSet.ofAddresses([...loans().values()].flat()));
  const byLoan = lazy(
    () => new Map([...loans()].flatMap(([node, all]) => all.map((address) => [address, node] as const))),
  );
  const byRange = lazy(() => nodesByRange(ranges()));
  const byWritten = lazy(() => nodesByWrittenAddress(placement()));
  const byShared = lazy(() => (shared ? nodesBySharedAddress(shared()) : undefined));
  const written = lazy(() => writtenPodAddresses(cluster));
  const anyOnHost = lazy(() => placement().workloads.some(({ hostNetwork }) => hostNetwork));
  const families = lazy(() => familiesOf(cluster.podCIDRs.map((cidr) => cidr.value)));
  const serviceAddresses = lazy(() => clusterIPs(cluster));
  const servicePorts = lazy(() => nodePorts(cluster));

  const loansOf = (node: number) => ({ borrowed: loans().get(node) ?? [], lent: lent() });
  /** Pods whose address lies in no range of their node: borrowed ones, and written ones that lie elsewhere. */
  const strays = lazy((): ReadonlyMap<Address, Node> => {
    const elsewhere = [...byWritten()].filter(([address, node]) => byRange().lookup(address)?.value !== node);
    return new Map([...byLoan(), ...elsewhere].map(([address, node]) => [address, cluster.nodes[node]!]));
  });

  function addressesOf(workload: Workload, index: number, pod: number, next: NextAddress): readonly Address[] {
    const node = cluster.nodes[placement().nodeOf(pod)]!;
    if (workload.hostNetwork) return nodeAddresses(node);
    return families().flatMap((family) => {
      return writtenAddress(workload, index, family) ?? shared?.().address(pod, family) ?? next(family) ?? [];
    });
  }

  const podsOn = remembered((node: number): readonly Placement[] => {
    const next = own ? nextInRanges(node, ranges()[node] ?? [], own(), written(), loansOf(node)) : () => undefined;
    return Array.from(placement().podsOf(node), (pod) => {
      const workload = placement().workloadOf(pod);
      const index = pod - placement().firstPod(workload);
      const id = workload.kind === 'Pod' ? workload.id : `${workload.id}-${index}`;
      const addresses = addressesOf(workload, index, pod, next);
      return { id, label: id.slice(cluster.id.length + 1), workload, index, node: cluster.nodes[node]!, addresses };
    });
  });

  return {
    nodePodCIDRs: (node) => ranges()[indexOf(node)] ?? [],
    tunnelAddresses: (node) => shared?.().ofNode(node) ?? own?.().ofNode(indexOf(node)) ?? [],
    elasticInterfaces: (node) => shared?.().interfaces(node) ?? [],
    elasticInterfaceAt: (address) => shared?.().interfaceAt(address),
    pods: (workload) => podsOfWorkload(placement(), workload, podsOn),
    pod: (workload, index) => podOfWorkload(placement(), workload, index, podsOn),
    podsOn: (nodeId) => podsOn(nodeIndex().get(nodeId) ?? -1),
    podCountOn(nodeId) {
      const pods = placement().podsOf(nodeIndex().get(nodeId) ?? -1);
      const onHost = (pod: number) => placement().workloadOf(pod).hostNetwork;
      return { all: pods.length, hostNetwork: anyOnHost() ? pods.filter(onHost).length : 0 };
    },
    podAt(address) {
      const node =
        byWritten().get(address) ??
        byLoan().get(address) ??
        byRange().lookup(address)?.value ??
        byShared()?.get(address);
      if (node === undefined) return undefined;
      return podsOn(node).find((pod) => !pod.workload.hostNetwork && pod.addresses.includes(address));
    },
    nodeAddresses,
    strayPods: () => (own ? strays() : new Map()),
    nodeOfRange: (address) => cluster.nodes[byRange().lookup(address)?.value ?? -1] ?? shared?.().nodeAt(address),
    clusterIPs: (service: Service) => serviceAddresses().get(service.id) ?? [],
    nodePort: (service, index) => (hasNodePorts(service) ? servicePorts().get(service.id)?.[index] : undefined),
  };
}

/** The pods of one workload, from the lists of the nodes that they are on. */
function podsOfWorkload(
  placement: PlacementIndex,
  workload: Workload,
  podsOn: (node: number) => readonly Placement[],
): readonly Placement[] {
  const count = placement.count(workload);
  return Array.from({ length: count }, (_, index) => podOfWorkload(placement, workload, index, podsOn)!);
}

function podOfWorkload(
  placement: PlacementIndex,
  workload: Workload,
  index: number,
  podsOn: (node: number) => readonly Placement[],
): Placement | undefined {
  if (index < 0 || index >= placement.count(workload)) return undefined;
  const pod = placement.firstPod(workload) + index;
  return podsOn(placement.nodeOf(pod))[placement.rankOnNode(pod)];
}
