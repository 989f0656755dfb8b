import { addressAt } from '../../network/address/address.ts';
import { address, prefix } from '../../network/address/parse.ts';
import type { Allocate, Allocation, Placement } from '../../network/topology/allocation.ts';
import type { Cluster, Node } from '../../network/topology/cluster.ts';
import { NOWHERE, type Sourced } from '../../network/topology/origin.ts';
import type { Selector } from '../../network/topology/selector.ts';
import { EMPTY_TOPOLOGY, type Topology } from '../../network/topology/topology.ts';
import type { DockerContainer, Host, Nic, Segment, Vpc } from '../../network/topology/underlay.ts';
import type { Namespace, Service, Workload } from '../../network/topology/workload.ts';

/*
 * Models for the pictures' tests, written as topologies: what a picture shows depends on no text and no reader. The
 * allocation here is a table of addresses in order, so that a wrong picture is the picture's fault.
 */

export const sourced = <T>(value: T): Sourced<T> => ({ value, origin: NOWHERE });
const declared = (id: string) => ({ id, name: id.split('/').at(-1)!, origin: { ...NOWHERE } });

export const network = (name: string, cidr: string, gateway?: string): Segment => ({
  ...declared(name),
  kind: 'network',
  cidrs: [sourced(prefix(cidr))],
  gateways: gateway ? [sourced(address(gateway))] : [],
});

export const subnet = (id: string, cidr: string, zone: string, open = false): Segment => ({
  ...network(id, cidr),
  kind: 'subnet',
  vpc: id.split('/')[0]!,
  zone: sourced(zone),
  public: open,
});

export const vpc = (name: string, cidr: string, more: Partial<Vpc> = {}): Vpc => ({
  ...declared(name),
  provider: 'alibaba',
  cidrs: [sourced(prefix(cidr))],
  subnets: [],
  routeTables: [],
  natGateways: [],
  peerings: [],
  securityGroups: [],
  quotas: {},
  ...more,
});

export const nic = (name: string, segment: string, ip: string): Nic => ({
  name,
  origin: NOWHERE,
  segment: sourced(segment),
  addresses: [sourced(address(ip))],
  down: false,
});

const machine = (id: string, nics: readonly Nic[]) => ({
  ...declared(id),
  nics,
  publicAddresses: [],
  routes: [],
  sysctls: {},
  securityGroups: [],
});

export const node = (id: string, ...nics: readonly Nic[]): Node => ({
  ...machine(id, nics),
  cluster: id.split('/')[0]!,
  podCIDRs: [],
  labels: {},
  ipBlocks: [],
  bgpStopped: false,
});

export const host = (name: string, nics: readonly Nic[], containers: readonly DockerContainer[] = []): Host => ({
  ...machine(name, nics),
  listens: [],
  docker: { bridges: [], containers },
});

export const container = (id: string, net: DockerContainer['network']): DockerContainer => ({
  ...declared(id),
  network: net,
  addresses: [],
  listens: [],
  publishes: [],
  stopped: false,
});

export const pods = (id: string, more: Partial<Workload> = {}): Workload => ({
  ...declared(id),
  kind: 'Deployment',
  cluster: id.split('/')[0]!,
  namespace: id.split('/')[1]!,
  labels: {},
  replicas: 1,
  on: [],
  addresses: [],
  hostNetwork: false,
  ports: [],
  implicit: false,
  ...more,
});

export const selector = (key: string, value: string): Selector => ({
  requirements: [{ key, operator: 'In', values: [value], origin: NOWHERE }],
  origin: NOWHERE,
});

export const service = (id: string, selects: Selector, more: Partial<Service> = {}): Service => ({
  ...declared(id),
  cluster: id.split('/')[0]!,
  namespace: id.split('/')[1]!,
  type: 'ClusterIP',
  typeOrigin: NOWHERE,
  headless: false,
  clusterIPs: [sourced(address('10.96.0.10'))],
  selector: selects,
  ports: [{ protocol: 'TCP', port: 80, targetPort: 'http', origin: NOWHERE }],
  externalIPs: [],
  externalTrafficPolicy: 'Cluster',
  internalTrafficPolicy: 'Cluster',
  sessionAffinity: 'None',
  loadBalancerSourceRanges: [],
  endpoints: [],
  implicit: false,
  ...more,
});

export const namespace = (
  id: string,
  workloads: readonly Workload[],
  services: readonly Service[] = [],
): Namespace => ({
  ...declared(id),
  cluster: id.split('/')[0]!,
  labels: {},
  workloads,
  services,
  ingresses: [],
  policies: [],
});

export const cluster = (name: string, nodes: readonly Node[], namespaces: readonly Namespace[] = []): Cluster => ({
  ...declared(name),
  podCIDRs: [sourced(prefix('10.244.0.0/16'))],
  serviceCIDRs: [sourced(prefix('10.96.0.0/12'))],
  nodeCIDRMaskSizes: { 4: 24, 6: 64 },
  serviceNodePortRange: { from: 30000, to: 32767 },
  maxPods: 110,
  clusterDomain: 'cluster.local',
  cni: {
    kind: 'flannel',
    origin: NOWHERE,
    backend: { type: 'vxlan', origin: NOWHERE, vni: 1, port: 8472, directRouting: false },
    ipMasq: true,
    hairpinMode: true,
  },
  kubeProxy: { mode: 'iptables', origin: NOWHERE },
  dns: { implementation: 'coredns', replicas: 2, origin: NOWHERE },
  nodes,
  nodeGroups: [],
  namespaces,
  manifests: [],
});

export const topology = (parts: Partial<Topology>): Topology => ({ ...EMPTY_TOPOLOGY, ...parts });

/** Pods in the order of the text, each on the node it names or on all nodes in turn; addresses count up from .2. */
export const allocate: Allocate = ({ nodes, namespaces }: Cluster): Allocation => {
  const base = address('10.244.0.0');
  const range = (one: Node) => prefix(`10.244.${nodes.indexOf(one)}.0/24`);
  const counts = new Map<Node, number>();
  let turn = 0;
  const placement = (workload: Workload, index: number): Placement[] => {
    const on = nodes.find(({ id }) => id === workload.on[0]?.value) ?? nodes[turn++ % Math.max(1, nodes.length)];
    if (!on) return [];
    const count = counts.get(on) ?? 0;
    counts.set(on, count + 1);
    const ip = addressAt(base, nodes.indexOf(on) * 256 + count + 2);
    return [{ id: `${workload.id}-${index}`, label: workload.name, workload, index, node: on, addresses: [ip] }];
  };
  const placed = namespaces.flatMap(({ workloads }) =>
    workloads.flatMap((one) => Array.from({ length: one.replicas }, (_, index) => placement(one, index)).flat()),
  );
  return {
    nodePodCIDRs: (one) => [range(one)],
    pods: (workload) => placed.filter((pod) => pod.workload === workload),
    pod: (workload, index) => placed.find((pod) => pod.workload === workload && pod.index === index),
    podsOn: (nodeId) => placed.filter((pod) => pod.node.id === nodeId),
    podCountOn: (nodeId) => ({ all: placed.filter((pod) => pod.node.id === nodeId).length, hostNetwork: 0 }),
    tunnelAddresses: () => [],
    elasticInterfaces: () => [],
    elasticInterfaceAt: () => undefined,
    podAt: () => undefined,
    strayPods: () => new Map(),
    nodeOfRange: () => undefined,
    nodeAddresses: () => [],
    clusterIPs: (one) => one.clusterIPs.map(({ value }) => value),
    nodePort: (one, index) => one.ports[index]?.nodePort?.value,
  };
};
