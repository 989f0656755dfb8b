import { type Address, formatEnd } from '../../address/address.ts';
import type { Allocation, Placement } from '../../topology/allocation.ts';
import type { Cluster } from '../../topology/cluster.ts';
import { entry } from '../../topology/grouping.ts';
import { lazy, remembered } from '../../topology/ipam/lazy.ts';
import { LabelIndex } from '../../topology/label-index.ts';
import type { Service, ServicePort, Workload } from '../../topology/workload.ts';

/** Where a port of a Service leads: one address of a pod, or one kept by hand. */
export interface Endpoint {
  readonly address: Address;
  readonly port: number;
  /** Id of the node that it runs on; those kept by hand name none. */
  readonly node?: string;
  readonly pod?: Placement;
}

/** What the EndpointSlice controller finds, for a Service when it is asked for. */
export interface Endpoints {
  /** Of the port with that index, in kube-proxy's order: by their text, `ip:port`. Both families. */
  of(service: Service, port: number): readonly Endpoint[];
  /** All addresses, each once: what DNS says of a headless Service. */
  addresses(service: Service): readonly Endpoint[];
  /** How many addresses there are at most, without looking at any pod. */
  count(service: Service): number;
}

const known = new WeakMap<Allocation, Endpoints>();

/** The endpoints of a cluster's Services; the same object every time. */
export function endpointsOf(cluster: Cluster, allocation: Allocation): Endpoints {
  return entry(known, allocation, () => createEndpoints(cluster, allocation));
}

function createEndpoints(cluster: Cluster, allocation: Allocation): Endpoints {
  const namespaces = lazy(() => new Map(cluster.namespaces.map((namespace) => [namespace.name, namespace])));
  const labels = remembered((name: string) => new LabelIndex(namespaces().get(name)?.workloads ?? []));
  const selected = ({ selector, namespace }: Service) => (selector ? labels(namespace).select(selector) : []);
  const podsOf = (service: Service) =>
    service.endpoints.length > 0 ? [] : selected(service).flatMap((one) => allocation.pods(one));
  const found = remembered((service: Service) => {
    if (isApiServer(service)) return service.ports.map((port) => apiServer(port));
    const pods = podsOf(service);
    return service.ports.map((port) => [...ofPods(pods, port), ...keptByHand(service, port)].sort(byText));
  });
  const apiServer = ({ targetPort }: ServicePort): readonly Endpoint[] => {
    const address = cluster.nodes[0] && allocation.nodeAddresses(cluster.nodes[0])[0];
    return address === undefined ? [] : [{ address, port: Number(targetPort) }];
  };
  return {
    of: (service, port) => found(service)[port] ?? [],
    addresses: (service) =>
      service.ports.length > 0 ? once(found(service).flat()) : podsOf(service).flatMap((pod) => ofPod(pod, 0)),
    count(service) {
      if (isApiServer(service)) return 1;
      if (service.endpoints.length > 0) return service.endpoints.length;
      const pods = selected(service).map((one) => (one.kind === 'DaemonSet' ? cluster.nodes.length : one.replicas));
      return pods.reduce((sum, count) => sum + count, 0);
    },
  };
}

/** The API server itself keeps the endpoints of its Service; here it is on the first node, the control plane. */
function isApiServer({ implicit, namespace, name }: Service): boolean {
  return implicit && namespace === 'default' && name === 'kubernetes';
}

/** A pod that has no port of that name is no endpoint of the port. */
function ofPods(pods: readonly Placement[], port: ServicePort): Endpoint[] {
  return pods.flatMap((pod) => {
    const target = targetPortOf(pod.workload, port);
    if (target === undefined) return [];
    return ofPod(pod, target);
  });
}

function ofPod(pod: Placement, port: number): Endpoint[] {
  return pod.addresses.map((address) => ({ address, port, node: pod.node.id, pod }));
}

/** A pod that answers several ports is one address. */
function once(endpoints: readonly Endpoint[]): readonly Endpoint[] {
  return [...new Map(endpoints.map((endpoint) => [endpoint.address, endpoint])).values()];
}

/** The port of a pod that a port of a Service leads to. A name means the container port of the same protocol (`FindPort`). */
export function targetPortOf(
  { ports }: Pick<Workload, 'ports'>,
  { targetPort, protocol }: Pick<ServicePort, 'targetPort' | 'protocol'>,
): number | undefined {
  if (typeof targetPort === 'number') return targetPort;
  return ports.find((port) => port.name === targetPort && port.protocol === protocol)?.port;
}

/** Where a name cannot be looked up, the Service's own port stands in. */
function keptByHand({ endpoints }: Service, { targetPort, port }: ServicePort): Endpoint[] {
  const target = typeof targetPort === 'number' ? targetPort : port;
  return endpoints.map(({ value }) => ({ address: value, port: target }));
}

function byText(a: Endpoint, b: Endpoint): number {
  const [first, second] = [endpointText(a), endpointText(b)];
  return first < second ? -1 : first > second ? 1 : 0;
}

/** `10.244.1.10:80`, `[fd00::1]:80`. */
export function endpointText({ address, port }: Pick<Endpoint, 'address' | 'port'>): string {
  return formatEnd(address, port);
}
