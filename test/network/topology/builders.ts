import type { Cluster, Node } from '../../../network/topology/cluster.ts';
import type { Labels, Selector } from '../../../network/topology/selector.ts';
import { EMPTY_TOPOLOGY, type Topology } from '../../../network/topology/topology.ts';
import type { Host, Nic, Segment, Vpc } from '../../../network/topology/underlay.ts';
import type { Namespace, Service, Workload } from '../../../network/topology/workload.ts';
import { flannel } from './cnis.ts';
import { addresses, cidrs, origin, sourced } from './values.ts';

export { addresses, cidrs, origin, sourced, textOf } from './values.ts';

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
    cni: flannel(),
    kubeProxy: { mode: 'iptables', origin: origin('kubeProxy') },
    dns: { implementation: 'coredns', replicas: 2, origin: origin('dns') },
    nodes: [],
    nodeGroups: [],
    namespaces: [],
    manifests: [],
    ...parts,
  };
}
