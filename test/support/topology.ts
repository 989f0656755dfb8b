import { address, prefix } from '../../network/address/parse.ts';
import type { Cluster, Node } from '../../network/topology/cluster.ts';
import type { Cni, Flannel, FlannelBackend } from '../../network/topology/cni.ts';
import { NOWHERE, type Origin, type Sourced } from '../../network/topology/origin.ts';
import type { Protocol } from '../../network/topology/ports.ts';
import { EMPTY_TOPOLOGY, type Topology } from '../../network/topology/topology.ts';
import type { Host, Machine, Nic, Router, Segment, StaticRoute } from '../../network/topology/underlay.ts';
import type { Namespace, Workload } from '../../network/topology/workload.ts';

/* Topologies in a few lines of code, for tests that vary what a text would say. */

export function said<T>(value: T, origin: Origin = NOWHERE): Sourced<T> {
  return { value, origin };
}

export function segment(id: string, cidr: string, rest: { gateway?: string; mtu?: number } = {}): Segment {
  return {
    id,
    name: id,
    origin: NOWHERE,
    kind: 'network',
    cidrs: [said(prefix(cidr))],
    gateways: rest.gateway ? [said(address(rest.gateway))] : [],
    mtu: rest.mtu === undefined ? undefined : said(rest.mtu),
  };
}

export function nic(name: string, segmentId: string, ip: string, rest: Partial<Nic> = {}): Nic {
  return { name, origin: NOWHERE, segment: said(segmentId), addresses: [said(address(ip))], down: false, ...rest };
}

export function staticRoute(destination: string, via: string): StaticRoute {
  const hop = via === 'blackhole' ? via : said(/^[\d.]+$/.test(via) ? address(via) : via);
  return { destination: said(prefix(destination)), via: hop, origin: NOWHERE };
}

function machine(id: string, nics: readonly Nic[]): Machine {
  const name = id.slice(id.lastIndexOf('/') + 1);
  return { id, name, origin: NOWHERE, nics, publicAddresses: [], routes: [], sysctls: {}, securityGroups: [] };
}

export function host(id: string, nics: readonly Nic[], rest: Partial<Host> = {}): Host {
  return { ...machine(id, nics), listens: [], ...rest };
}

export function router(id: string, connects: readonly string[], routes: readonly StaticRoute[] = []): Router {
  return { id, name: id, origin: NOWHERE, connects: connects.map((name) => said(name)), routes };
}

export function node(id: string, podCIDR: string, nics: readonly Nic[], rest: Partial<Node> = {}): Node {
  return {
    ...machine(id, nics),
    cluster: id.slice(0, id.indexOf('/')),
    podCIDRs: [said(prefix(podCIDR))],
    labels: {},
    ipBlocks: [],
    bgpStopped: false,
    ...rest,
  };
}

export function listen(port: number, protocol: Protocol = 'TCP', name?: string) {
  return { protocol, port, name, origin: NOWHERE };
}

export function pod(id: string, on: string, ip?: string, rest: Partial<Workload> = {}): Workload {
  const [cluster = '', namespace = '', name = ''] = id.split('/');
  return {
    id,
    name,
    origin: NOWHERE,
    kind: 'Pod',
    cluster,
    namespace: `${cluster}/${namespace}`,
    labels: {},
    replicas: 1,
    on: on === '' ? [] : [said(on)],
    addresses: ip === undefined ? [] : [said(address(ip))],
    hostNetwork: false,
    ports: [],
    implicit: false,
    ...rest,
  };
}

export function flannel(backend: Partial<FlannelBackend> = {}, rest: Partial<Flannel> = {}): Flannel {
  return {
    kind: 'flannel',
    origin: NOWHERE,
    backend: { type: 'vxlan', origin: NOWHERE, vni: 1, port: 8472, directRouting: false, ...backend },
    ipMasq: true,
    hairpinMode: true,
    ...rest,
  };
}

export function cluster(
  id: string,
  cni: Cni,
  nodes: readonly Node[],
  workloads: readonly Workload[],
  rest: Partial<Cluster> = {},
): Cluster {
  return {
    id,
    name: id,
    origin: NOWHERE,
    podCIDRs: [said(prefix('10.244.0.0/16'))],
    serviceCIDRs: [said(prefix('10.96.0.0/12'))],
    nodeCIDRMaskSizes: { 4: 24, 6: 64 },
    serviceNodePortRange: { from: 30000, to: 32767 },
    maxPods: 110,
    clusterDomain: 'cluster.local',
    cni,
    kubeProxy: { mode: 'iptables', origin: NOWHERE },
    dns: { implementation: 'coredns', replicas: 0, origin: NOWHERE },
    nodes,
    nodeGroups: [],
    namespaces: namespacesOf(id, workloads),
    manifests: [],
    ...rest,
  };
}

function namespacesOf(clusterId: string, workloads: readonly Workload[]): Namespace[] {
  const ids = [...new Set(workloads.map((workload) => workload.namespace))];
  return ids.map((id) => ({
    id,
    name: id.slice(clusterId.length + 1),
    origin: NOWHERE,
    cluster: clusterId,
    labels: {},
    workloads: workloads.filter((workload) => workload.namespace === id),
    services: [],
    ingresses: [],
    policies: [],
  }));
}

export function topology(parts: Partial<Topology>): Topology {
  return { ...EMPTY_TOPOLOGY, ...parts };
}
