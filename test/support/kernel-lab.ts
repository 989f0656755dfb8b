import { createNetwork } from '../../network/machines/create.ts';
import type { Network, NetworkOptions } from '../../network/machines/network.ts';
import { allocator } from '../../network/topology/allocate.ts';
import type { FlannelBackend } from '../../network/topology/cni.ts';
import { NOWHERE } from '../../network/topology/origin.ts';
import type { Endpoint, Expect, ProbeOptions, Trace } from '../../network/topology/question.ts';
import type { TraceResult } from '../../network/trace/result.ts';
import { trace } from '../../network/trace/trace.ts';
import { cluster, flannel, host, listen, nic, node, pod, segment, topology } from './topology.ts';

/** The machines whose packets were captured: names, addresses and who runs where may be exchanged for others. */
export interface Lab {
  readonly cidr: string;
  readonly gateway: string;
  readonly nodes: readonly { readonly name: string; readonly ip: string; readonly podCIDR: string }[];
  readonly pods: readonly { readonly name: string; readonly node: string; readonly ip: string }[];
}

export const KERNEL_LAB: Lab = {
  cidr: '172.16.130.0/24',
  gateway: '172.16.130.9',
  nodes: [
    { name: 'node1', ip: '172.16.130.244', podCIDR: '10.244.0.0/24' },
    { name: 'node2', ip: '172.16.130.140', podCIDR: '10.244.1.0/24' },
    { name: 'node3', ip: '172.16.130.164', podCIDR: '10.244.2.0/24' },
  ],
  pods: [
    { name: 'p1a', node: 'node1', ip: '10.244.0.10' },
    { name: 'p1b', node: 'node1', ip: '10.244.0.11' },
    { name: 'p2a', node: 'node2', ip: '10.244.1.10' },
    { name: 'p3a', node: 'node3', ip: '10.244.2.10' },
  ],
};

export function labTopology(lab: Lab, backend: Partial<FlannelBackend> = {}) {
  const nodes = lab.nodes.map(({ name, ip, podCIDR }) => node(`lab/${name}`, podCIDR, [nic('eth0', 'lan', ip)]));
  const pods = lab.pods.map(({ name, node: on, ip }) =>
    pod(`lab/default/${name}`, `lab/${on}`, ip, { ports: [listen(80)] }),
  );
  return topology({
    segments: [segment('lan', lab.cidr, { gateway: lab.gateway })],
    hosts: [host('ext', [nic('eth0', 'lan', lab.gateway)])],
    clusters: [cluster('lab', flannel(backend), nodes, pods)],
  });
}

export function labNetwork(lab: Lab, backend: Partial<FlannelBackend> = {}, options: NetworkOptions = {}): Network {
  const model = labTopology(lab, backend);
  return createNetwork(model, allocator(model), options);
}

export const podEnd = (name: string): Endpoint => ({ kind: 'workload', id: `lab/default/${name}`, origin: NOWHERE });
export const nodeEnd = (name: string): Endpoint => ({ kind: 'node', id: `lab/${name}`, origin: NOWHERE });
export const hostEnd = (name: string): Endpoint => ({ kind: 'host', id: name, origin: NOWHERE });

export function question(from: Endpoint, to: Endpoint, probe: ProbeOptions = {}): Trace {
  return { from, to, probe, origin: NOWHERE };
}

export function expectation(from: Endpoint, to: Endpoint, rest: Partial<Expect> = {}): Expect {
  return { ...question(from, to), can: true, withoutNAT: false, ...rest };
}

export function ask(network: Network, from: Endpoint, to: Endpoint, probe: ProbeOptions = {}): TraceResult {
  return trace(network, question(from, to, probe));
}
