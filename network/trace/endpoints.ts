import { type Address, addressAt, formatAddress } from '../address/address.ts';
import { address } from '../address/parse.ts';
import { internetAddresses } from '../machines/internet.ts';
import { hostKey, INTERNET_KEY, nodeKey } from '../machines/keys.ts';
import type { Network } from '../machines/network.ts';
import { interfacesOf } from '../machines/nics.ts';
import type { Placement } from '../topology/allocation.ts';
import { indexById } from '../topology/by-id.ts';
import { nicAddresses, usableRanges } from '../topology/ipam/nics.ts';
import { sharesPools } from '../topology/ipam/shared-pools.ts';
import { shortageOf } from '../topology/ipam/shortage.ts';
import type { Endpoint } from '../topology/question.ts';
import { shownName } from '../topology/shown-name.ts';
import type { Machine, Segment } from '../topology/underlay.ts';
import type { Ingress, Service, Workload } from '../topology/workload.ts';
import { entranceOf, ingressParties } from './entrances.ts';
import type { Member, Parties, Party } from './parties.ts';
import type { PortFact } from './probe.ts';

/** What an end of a question stands for. */
export function partiesOf(network: Network, endpoint: Endpoint): Parties {
  const index = indexById(network.topology);
  switch (endpoint.kind) {
    case 'workload':
      return ofWorkloads(network, [index.workloads.get(endpoint.id)]);
    case 'pod':
      return ofPod(network, index.workloads.get(endpoint.workload), endpoint.index);
    case 'namespace':
      return ofWorkloads(network, index.namespaces.get(endpoint.id)?.workloads ?? []);
    case 'node': {
      const node = index.nodes.get(endpoint.id);
      return node ? [machineParty(network, node, nodeKey(node))] : missing(endpoint.id);
    }
    case 'host': {
      const host = index.hosts.get(endpoint.id);
      return host ? [machineParty(network, host, hostKey(host))] : missing(endpoint.id);
    }
    case 'service':
      return ofService(network, index.services.get(endpoint.id));
    case 'segment':
      return ofSegment(network, index.segments.get(endpoint.id));
    case 'address':
      return [ofAddress(network, endpoint.address)];
    case 'localhost':
      return insufficient('localhost is nobody outside the machine that says it');
    case 'container':
      return ofContainer(network, endpoint.id);
    case 'ingress':
      return ofIngress(network, index.ingresses.get(endpoint.id), endpoint.url);
    case 'internet':
      return [internet(network)];
    case 'name':
      return insufficient(`DNS names ("${endpoint.name}") are not modelled yet`);
    case 'unresolved':
      return insufficient(`"${endpoint.text}" ${endpoint.reason}`);
  }
}

/** The source itself, at its loopback address. */
export function localhostOf(network: Network, { id, label, key }: Member): Party {
  const ports = key === undefined ? [] : portsOf(network, key);
  return { members: [{ id: `${id} localhost`, label, key, addresses: [address('127.0.0.1')] }], ports };
}

/** What the machine with that key listens on. */
function portsOf(network: Network, key: string): readonly PortFact[] {
  const listeners = network.namespace(key)?.listeners ?? [];
  return listeners.flatMap(({ protocol, port }) => (protocol && port ? [{ protocol, port }] : []));
}

function insufficient(reason: string): Parties {
  return { insufficient: reason };
}

function missing(id: string): Parties {
  return insufficient(`"${id}" names nothing`);
}

function ofPod(network: Network, workload: Workload | undefined, index: number): Parties {
  const pod = workload && network.allocate(clusterOf(network, workload)).pod(workload, index);
  return pod ? [podParty(network, [pod])] : insufficient('there is no such pod');
}

function ofWorkloads(network: Network, workloads: readonly (Workload | undefined)[]): Parties {
  const parties = workloads.flatMap((workload) => (workload ? classesOf(network, workload) : []));
  return parties.length > 0 ? parties : insufficient('there is no such pod');
}

function classesOf(network: Network, workload: Workload): readonly Party[] {
  const pods = network.allocate(clusterOf(network, workload)).pods(workload);
  return classes(network, pods).map((alike) => podParty(network, alike));
}

/**
 * Pods that cannot be told apart: of one workload, on one node, with addresses of its range or of like interfaces, and not
 * tampered with.
 */
function classes(network: Network, pods: readonly Placement[]): readonly (readonly Placement[])[] {
  const groups = new Map<string, Placement[]>();
  for (const pod of pods) {
    const { workload } = pod;
    const allocation = network.allocate(clusterOf(network, workload));
    const shared = sharesPools(clusterOf(network, workload));
    const atHome = workload.hostNetwork || pod.addresses.every((own) => allocation.nodeOfRange(own) === pod.node);
    const alike = (atHome || shared) && !network.isMutated(network.podKey(pod));
    const by = shared ? pod.addresses.map((own) => allocation.elasticInterfaceAt(own)?.segment ?? '') : [];
    const group = `${workload.id} ${pod.node.id} ${by} ${pod.addresses.length}${alike ? '' : ` ${pod.id}`}`;
    groups.set(group, [...(groups.get(group) ?? []), pod]);
  }
  return [...groups.values()];
}

function podParty(network: Network, pods: readonly Placement[]): Party {
  const cluster = clusterOf(network, pods[0]!.workload);
  const allocation = network.allocate(cluster);
  const members = pods.map((pod) => {
    return {
      id: pod.id,
      label: shownName(network.topology, pod.id),
      key: network.podKey(pod),
      addresses: pod.addresses,
      unborn: shortageOf(network.topology, cluster, allocation, pod),
    };
  });
  return { members, ports: pods[0]!.workload.ports };
}

function clusterOf(network: Network, { cluster }: Workload | Service) {
  return indexById(network.topology).clusters.get(cluster)!;
}

/** A node or host; it is asked for by the address of the card that its default route leaves by. */
function machineParty(network: Network, machine: Machine & { listens?: readonly PortFact[] }, key: string): Party {
  const preferred = nicAddresses(network.topology).ofMachine(machine);
  const all = interfacesOf(network.topology, machine).flatMap((nic) => nic.addresses.map(({ address }) => address));
  const addresses = [...preferred, ...all.filter((other) => !preferred.includes(other))];
  const ports = machine.listens ?? portsOf(network, key);
  const published = machine.publicAddresses.map(({ value }) => value);
  return {
    members: [{ id: key, label: network.namespace(key)?.name ?? machine.name, key, addresses, published }],
    ports,
  };
}

function ofService(network: Network, service: Service | undefined): Parties {
  if (!service) return insufficient('there is no such Service');
  if (service.type === 'ExternalName')
    return insufficient(`${serviceLabel(network, service)} is an alias that DNS gives`);
  if (service.headless) return ofHeadless(network, service);
  const addresses = network.allocate(clusterOf(network, service)).clusterIPs(service);
  if (addresses.length === 0) return insufficient(`${serviceLabel(network, service)} has no ClusterIP`);
  const label = serviceLabel(network, service);
  const entrance = entranceOf(network, clusterOf(network, service), service);
  const member = { id: `service ${service.id}`, label, addresses, virtual: true, entrance };
  return [{ members: [member], ports: service.ports }];
}

function ofIngress(network: Network, ingress: Ingress | undefined, url: string | undefined): Parties {
  return ingress ? ingressParties(network, ingress, url) : insufficient('there is no such Ingress');
}

function serviceLabel({ topology }: Network, { id }: Service): string {
  return `service ${shownName(topology, id)}`;
}

/** DNS answers with the addresses of the endpoints, and the client takes any of them; nobody translates the port. */
function ofHeadless(network: Network, service: Service): Parties {
  const endpoints = network.endpoints(service);
  if (endpoints.length === 0) return [nowhere(network, service)];
  const pods = endpoints.flatMap(({ pod }) => pod ?? []);
  const others = endpoints.filter(({ pod }) => !pod).map(({ address }) => ofAddress(network, address));
  return [...classes(network, pods).map((alike) => podParty(network, alike)), ...others];
}

function nowhere(network: Network, service: Service): Party {
  const label = serviceLabel(network, service);
  const nowhere = `DNS has no address for ${label}: it has no endpoints`;
  return { members: [{ id: `service ${service.id}`, label, addresses: [], nowhere }], ports: service.ports };
}

/** A network stands for any address of it that nobody else has: the last free one. */
function ofSegment(network: Network, segment: Segment | undefined): Parties {
  if (!segment) return insufficient('there is no such network');
  const taken = new Set(nicAddresses(network.topology).inUse(segment.id));
  for (const range of usableRanges(network.topology, segment)) {
    for (let free = range.last; free >= range.first; free = addressAt(free, -1)) {
      if (!taken.has(free) && network.holders(free).length === 0) return [stranger(network, segment, free, segment.id)];
    }
  }
  return insufficient(`${segment.name} has no free address`);
}

function stranger(network: Network, segment: Segment, address: Address, label: string): Party {
  const key = network.strangerKey(segment, address);
  return { members: [{ id: key, label, key, addresses: [address] }], ports: [] };
}

/** A container by the addresses of its own namespace; in its host's namespace it is the host, with its own ports. */
function ofContainer(network: Network, id: string): Parties {
  const placed = network.containers.find(id);
  if (!placed) return missing(id);
  const { host, container } = placed;
  const key = network.containers.namespaceKey(placed);
  const ports = container.listens;
  if (key === hostKey(host)) return [{ ...machineParty(network, host, key), ports }];
  const namespace = key === undefined ? undefined : network.namespace(key);
  const cards = [...(namespace?.devices.values() ?? [])].filter(({ kind }) => kind !== 'loopback');
  const addresses = namespace
    ? cards.flatMap((card) => card.addresses.map(({ address }) => address))
    : container.addresses.map(({ value }) => value);
  const absent = namespace ? undefined : `${id} is stopped`;
  return [{ members: [{ id: `container ${id}`, label: id, key, addresses, absent }], ports }];
}

function internet({ topology }: Network): Party {
  const addresses = internetAddresses(topology);
  return { members: [{ id: 'internet', label: 'internet', key: INTERNET_KEY, addresses, outside: true }], ports: [] };
}

/** The machine that has the address, else some machine of the segment that it lies in, else nobody. */
function ofAddress(network: Network, address: Address): Party {
  const label = formatAddress(address);
  const holder = network.holders(address).find((key) => network.namespace(key)?.isLocal(address));
  if (holder !== undefined) {
    return { members: [{ id: holder, label, key: holder, addresses: [address] }], ports: portsOf(network, holder) };
  }
  const segment = network.topology.segments.find((one) => isUsable(network, one, address));
  if (segment) return stranger(network, segment, address, label);
  return { members: [{ id: label, label, addresses: [address], outside: true }], ports: [] };
}

/** Whether a machine of the segment may have the address: it is not the network's, a broadcast one or the provider's. */
function isUsable({ topology }: Network, segment: Segment, address: Address): boolean {
  return usableRanges(topology, segment).some(
    ({ first, last }) => typeof first === typeof address && first <= address && address <= last,
  );
}
