import type { Address } from '../../../network/address/address.ts';
import { address, prefix } from '../../../network/address/parse.ts';
import type { Prefix } from '../../../network/address/prefix.ts';
import type { Cluster, Node } from '../../../network/topology/cluster.ts';
import type { Calico, IpPool } from '../../../network/topology/cni.ts';
import type { Origin, Sourced } from '../../../network/topology/origin.ts';
import type { Labels, Selector } from '../../../network/topology/selector.ts';
import { EMPTY_TOPOLOGY, type Topology } from '../../../network/topology/topology.ts';
import type { Host, Nic, Segment, Vpc } from '../../../network/topology/underlay.ts';
import type { Namespace, Service, Workload } from '../../../network/topology/workload.ts';

/** An origin that says what it is the origin of, so that a test can name the place a diagnostic points at. */
export interface NamedOrigin extends Origin {
  readonly text: string;
}

export function origin(text: string): NamedOrigin {
  return { reader: 'knet', text };
}

export function textOf(origin: Origin): string {
  return (origin as NamedOrigin).text;
}

export function sourced<T>(value: T, text = `${value}`): Sourced<T> {
  return { value, origin: origin(text) };
}

export function cidrs(...texts: string[]): Sourced<Prefix>[] {
  return texts.map((text) => sourced(prefix(text), text));
}

export function addresses(...texts: string[]): Sourced<Address>[] {
  return texts.map((text) => sourced(address(text), text));
}

export function topology(parts: Partial<Topology>): Topology {
  return { ...EMPTY_TOPOLOGY, ...parts };
}

export function network(name: string, cidr: string, parts: Partial<Segment> = {}): Segment {
  return { id: name, name, origin: origin(name), kind: 'network', cidrs: cidrs(cidr), gateways: [], ...parts };
}

export function subnet(vpc: string, name: string, cidr: string, zone?: string): Segment {
  const id = `${vpc}/${name}`;
  return network(name, cidr, { id, kind: 'subnet', vpc, zone: zone === undefined ? undefined : sourced(zone) });
}

export function vpc(name: string, cidr: string | string[], parts: Partial<Vpc> = {}): Vpc {
  return {
    id: name,
    name,
    origin: origin(name),
    provider: 'none',
    cidrs: cidrs(...[cidr].flat()),
    subnets: [],
    routeTables: [],
    natGateways: [],
    peerings: [],
    securityGroups: [],
    quotas: {},
    ...parts,
  };
}

export function nic(segment: string | undefined, ...ips: string[]): Nic {
  return {
    name: 'eth0',
    origin: origin('eth0'),
    segment: segment === undefined ? undefined : sourced(segment),
    addresses: addresses(...ips),
    down: false,
  };
}

function machine(id: string, nics: readonly Nic[]) {
  const name = id.slice(id.lastIndexOf('/') + 1);
  return { id, name, origin: origin(name), nics, publicAddresses: [], routes: [], sysctls: {}, securityGroups: [] };
}

export function host(name: string, ...nics: Nic[]): Host {
  return { ...machine(name, nics), listens: [] };
}

export function node(name: string, nics: Nic | readonly Nic[] = [], parts: Partial<Node> = {}): Node {
  return {
    ...machine(`c/${name}`, [nics].flat()),
    cluster: 'c',
    podCIDRs: [],
    labels: {},
    ipBlocks: [],
    bgpStopped: false,
    ...parts,
  };
}

export function nodes(count: number): Node[] {
  return Array.from({ length: count }, (_, index) => node(`n${index + 1}`));
}

export function workload(id: string, parts: Partial<Workload> = {}): Workload {
  const [namespace = '', name = ''] = id.split('/');
  return {
    id: `c/${id}`,
    name,
    origin: origin(name),
    kind: 'Pod',
    cluster: 'c',
    namespace,
    labels: {},
    replicas: 1,
    on: [],
    addresses: [],
    hostNetwork: false,
    ports: [],
    implicit: false,
    ...parts,
  };
}

export function deployment(id: string, replicas: number, labels: Labels = {}): Workload {
  return workload(id, { kind: 'Deployment', replicas, labels });
}

export function service(id: string, parts: Partial<Service> = {}): Service {
  const [namespace = '', name = ''] = id.split('/');
  return {
    id: `c/${id}`,
    name,
    origin: origin(name),
    cluster: 'c',
    namespace,
    type: 'ClusterIP',
    typeOrigin: origin('type'),
    headless: false,
    clusterIPs: [],
    ports: [{ protocol: 'TCP', port: 80, targetPort: 80, origin: origin('80') }],
    externalIPs: [],
    externalTrafficPolicy: 'Cluster',
    internalTrafficPolicy: 'Cluster',
    sessionAffinity: 'None',
    loadBalancerSourceRanges: [],
    endpoints: [],
    implicit: false,
    ...parts,
  };
}

export function selector(labels: Labels): Selector {
  const requirements = Object.entries(labels).map(([key, value]) => ({
    key,
    operator: 'In' as const,
    values: [value],
    origin: origin(`${key}=${value}`),
  }));
  return { requirements, origin: origin('selector') };
}

export function namespace(name: string, parts: Partial<Namespace> = {}): Namespace {
  return {
    id: `c/${name}`,
    name,
    origin: origin(name),
    cluster: 'c',
    labels: {},
    workloads: [],
    services: [],
    ingresses: [],
    policies: [],
    ...parts,
  };
}

export function calico(...ipPools: IpPool[]): Calico {
  return {
    kind: 'calico',
    origin: origin('calico'),
    ipPools,
    nodeToNodeMeshEnabled: true,
    asNumber: 64512,
    bgpPeers: [],
  };
}

export function ipPool(cidr: string, parts: Partial<IpPool> = {}): IpPool {
  return {
    id: `c/${cidr}`,
    name: cidr,
    origin: origin(cidr),
    cidr: sourced(prefix(cidr), cidr),
    blockSize: 26,
    ipipMode: 'Never',
    vxlanMode: 'Never',
    natOutgoing: true,
    disabled: false,
    ...parts,
  };
}

export function cluster(parts: Partial<Cluster> = {}): Cluster {
  return {
    id: 'c',
    name: 'c',
    origin: origin('c'),
    podCIDRs: cidrs('10.244.0.0/16'),
    serviceCIDRs: cidrs('10.96.0.0/12'),
    nodeCIDRMaskSizes: { 4: 24, 6: 64 },
    serviceNodePortRange: { from: 30000, to: 32767 },
    maxPods: 110,
    clusterDomain: 'cluster.local',
    cni: {
      kind: 'flannel',
      origin: origin('flannel'),
      backend: { type: 'vxlan', origin: origin('vxlan'), vni: 1, port: 8472, directRouting: false },
      ipMasq: true,
      hairpinMode: true,
    },
    kubeProxy: { mode: 'iptables', origin: origin('kubeProxy') },
    dns: { implementation: 'coredns', replicas: 2, origin: origin('dns') },
    nodes: [],
    nodeGroups: [],
    namespaces: [],
    manifests: [],
    ...parts,
  };
}
