import type { Address } from '../../network/address/address.ts';
import { readLiteral } from '../../network/address/parse.ts';
import type { End } from '../../network/reachability/ends.ts';
import type { Service } from '../../network/reachability/port-set.ts';
import type { Cluster } from '../../network/topology/cluster.ts';
import type { Protocol } from '../../network/topology/ports.ts';
import type { Workload } from '../../network/topology/workload.ts';
import type { Model } from '../model.ts';

/** An end as somebody wrote it, found in the clusters of a model. */
export interface AskedEnd {
  /** Ends that the words mean: one, or for an address one in every cluster; several where pods of one name differ in labels. */
  readonly candidates: readonly { readonly cluster: Cluster; readonly end: End; readonly workload?: Workload }[];
  /** The port behind the name, where one is written. */
  readonly service?: Service;
}

/**
 * `default/web`, `default/web[Deployment]`, `default/web:80/TCP`, `default/web ICMP`, `10.0.0.1`, `{ingress-controller}`; before
 * a namespace the cluster may stand. The problem is the end of a sentence.
 */
export function findAsked(model: Model, text: string): AskedEnd | { readonly problem: string } {
  const { name, service, problem } = split(text.trim());
  if (problem) return { problem };
  const candidates = model.topology.clusters.flatMap((cluster) => endsIn(model, cluster, name));
  if (candidates.length === 0) return { problem: `${NOBODY}${/[^:]:[^:]+$/.test(name) ? `; ${PORT}` : ''}` };
  const peers = new Set(candidates.flatMap(({ workload }) => (workload ? [nameOf(model, workload)] : [])));
  if (peers.size > 1) return { problem: `names several workloads: ${[...peers].join(', ')}` };
  return { candidates, ...(service && { service }) };
}

const NOBODY = 'names no workload, no address and not {ingress-controller}';
const PORT = 'a port is a number, with TCP, UDP or SCTP behind it: default/web:80/TCP';

function split(text: string): { name: string; service?: Service; problem?: string } {
  if (/ ICMP$/.test(text)) return { name: text.slice(0, -5).trim(), service: { protocol: 'ICMP' } };
  const found = /^(.*?\S):(\d+)(?:\/(TCP|UDP|SCTP))?$/.exec(text);
  // The colons of an IPv6 address are no port's.
  if (!found || !('error' in readLiteral(text))) return { name: text };
  const port = Number(found[2]);
  if (port < 1 || port > 65535) return { name: text, problem: 'has no port from 1 to 65535' };
  return { name: found[1]!, service: { protocol: (found[3] ?? 'TCP') as Protocol, port } };
}

function endsIn(model: Model, cluster: Cluster, name: string): AskedEnd['candidates'][number][] {
  if (name === '{ingress-controller}') return [{ cluster, end: { kind: 'ingress-controller' } }];
  const literal = readLiteral(name);
  if (!('error' in literal) && literal.length === undefined) return [addressEnd(model, cluster, literal.address)];
  return cluster.namespaces
    .flatMap(({ workloads }) => workloads)
    .filter((one) => isCalled(one, cluster, name))
    .map((workload) => ({ cluster, end: { kind: 'workload', id: workload.id }, workload }));
}

/** The address of a pod means the pod. */
function addressEnd(model: Model, cluster: Cluster, address: Address) {
  const workload = podAt(model, cluster, address);
  if (!workload) return { cluster, end: { kind: 'address', address } as const };
  return { cluster, end: { kind: 'workload', id: workload.id } as const, workload };
}

/** Without nodes nothing is placed, so that only written addresses are known. */
function podAt(model: Model, cluster: Cluster, address: Address): Workload | undefined {
  if (cluster.nodes.length > 0) return model.allocate(cluster).podAt(address)?.workload;
  const workloads = cluster.namespaces.flatMap((one) => one.workloads);
  return workloads.find(({ addresses }) => addresses.some(({ value }) => value === address));
}

/** A workload as answers call it, with its cluster where there are several. */
function nameOf({ topology: { clusters } }: Model, workload: Workload): string {
  const cluster = clusters.length > 1 ? `${workload.cluster}/` : '';
  return `${cluster}${workload.namespace}/${peerOf(workload)}`;
}

/** `web[Deployment]`: pods of one controller are one peer, whatever their labels. */
export const peerOf = ({ name, kind, controller }: Workload): string => `${name}[${controller ?? kind}]`;

function isCalled(workload: Workload, cluster: Cluster, asked: string): boolean {
  const { namespace, name } = workload;
  const names = [`${namespace}/${name}`, `${namespace}/${peerOf(workload)}`];
  return names.includes(asked) || names.some((one) => asked === `${cluster.name}/${one}`);
}
