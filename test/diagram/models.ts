import { addressAt } from '../../network/address/address.ts';
import { address, prefix } from '../../network/address/parse.ts';
import type { Allocate, Allocation, Placement } from '../../network/topology/allocation.ts';
import type { Cluster, Node } from '../../network/topology/cluster.ts';
import { NOWHERE, type Sourced } from '../../network/topology/origin.ts';
import type { Selector } from '../../network/topology/selector.ts';
import type { DockerContainer, Host, Nic, Segment, Vpc } from '../../network/topology/underlay.ts';
import type { Namespace, Service, Workload } from '../../network/topology/workload.ts';
import * as plain from '../network/topology/builders.ts';

/*
 * Models for the pictures' tests, written as topologies: what a picture shows depends on no text and no reader. The
 * allocation here is a table of addresses in order, so that a wrong picture is the picture's fault.
 */

export const sourced = <T>(value: T): Sourced<T> => ({ value, origin: NOWHERE });
const declared = (id: string) => ({ id, name: id.split('/').at(-1)!, origin: { ...NOWHERE } });
const inCluster = (id: string) => ({ ...declared(id), cluster: id.split('/')[0]! });
/** `demo/default/web` without its cluster. */
const local = (id: string) => id.slice(id.indexOf('/') + 1);

export const network = (name: string, cidr: string, gateway?: string): Segment =>
  plain.network(name, cidr, { ...declared(name), gateways: gateway ? [sourced(address(gateway))] : [] });

export const subnet = (id: string, cidr: string, zone: string, open = false): Segment => ({
  ...network(id, cidr),
  kind: 'subnet',
  vpc: id.split('/')[0]!,
  zone: sourced(zone),
  public: open,
});

export const vpc = (name: string, cidr: string, more: Partial<Vpc> = {}): Vpc =>
  plain.vpc(name, cidr, { ...declared(name), provider: 'alibaba', ...more });

export const nic = (name: string, segment: string, ip: string): Nic => ({ ...plain.nic(segment, ip), name });

export const node = (id: string, ...nics: readonly Nic[]): Node => plain.node(local(id), nics, inCluster(id));

export const host = (name: string, nics: readonly Nic[], containers: readonly DockerContainer[] = []): Host => ({
  ...plain.host(name, ...nics),
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

export const pods = (id: string, more: Partial<Workload> = {}): Workload =>
  plain.workload(local(id), { ...inCluster(id), kind: 'Deployment', ...more });

export const selector = (key: string, value: string): Selector => plain.selector({ [key]: value });

export const service = (id: string, selects: Selector, more: Partial<Service> = {}): Service =>
  plain.service(local(id), {
    ...inCluster(id),
    clusterIPs: [sourced(address('10.96.0.10'))],
    selector: selects,
    ports: [{ protocol: 'TCP', port: 80, targetPort: 'http', origin: NOWHERE }],
    ...more,
  });

export const namespace = (id: string, workloads: readonly Workload[], services: readonly Service[] = []): Namespace =>
  plain.namespace(local(id), { ...inCluster(id), workloads, services });

export const cluster = (name: string, nodes: readonly Node[], namespaces: readonly Namespace[] = []): Cluster =>
  plain.cluster({ ...declared(name), nodes, namespaces });

export { topology } from '../network/topology/builders.ts';

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
