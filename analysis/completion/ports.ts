import * as ast from '../../language/generated/ast.ts';
import { originOf } from '../../language/origins.ts';
import { indexById } from '../../network/topology/by-id.ts';
import type { Cluster } from '../../network/topology/cluster.ts';
import { hasNodePorts } from '../../network/topology/ipam/node-ports.ts';
import type { Policy, PolicyPeer } from '../../network/topology/policy.ts';
import { matches } from '../../network/topology/selector.ts';
import type { Namespace, Service, Workload } from '../../network/topology/workload.ts';
import type { Model } from '../model.ts';
import { around, type Cursor, clusterAround, idOf } from './cursor.ts';
import { NONE, type Proposal, unique } from './proposal.ts';

const port = (text: string, detail?: string): Proposal => ({ text, kind: 'port', detail });

/** The next node port that no Service has; those who write one take it from the first, as Kubernetes keeps these free. */
export function nodePort(model: Model, cursor: Cursor): readonly Proposal[] {
  const cluster = clusterAround(model.topology, cursor.block);
  if (!cluster) return NONE;
  const allocation = model.allocate(cluster);
  const own = idOf(cursor.block);
  const services = cluster.namespaces.flatMap((namespace) => namespace.services).filter(hasNodePorts);
  const taken = new Set(
    services.flatMap((service) =>
      service.ports.map((one, index) =>
        service.id === own && isAt(cursor, one.origin) ? undefined : allocation.nodePort(service, index),
      ),
    ),
  );
  const { from, to } = cluster.serviceNodePortRange;
  for (let number = from; number <= to; number++) {
    if (!taken.has(number) && String(number).startsWith(cursor.typed))
      return [port(String(number), 'next free node port')];
  }
  return NONE;
}

const isAt = ({ before }: Cursor, origin: unknown) => origin === originOf(before.astNode);

/** What the pods behind a Service listen on: names first, since they survive another number. */
export function targetPorts(model: Model, cursor: Cursor): readonly Proposal[] {
  return podPorts(podsBehind(model, cursor), ({ port: number }) => String(number));
}

/** Ports that a Service could offer: those of the pods behind it. */
export function servicePorts(model: Model, cursor: Cursor): readonly Proposal[] {
  const pods = podsBehind(model, cursor);
  const all = pods.flatMap((workload) =>
    workload.ports.map((one) => port(`${one.port}/${one.protocol}`, `a port of ${workload.name}`)),
  );
  return unique(all);
}

function podsBehind(model: Model, cursor: Cursor): readonly Workload[] {
  const service = indexById(model.topology).services.get(idOf(around(cursor.block, ast.isService)));
  return service ? podsOf(model, service) : [];
}

function podsOf({ topology }: Model, { selector, cluster, namespace }: Service): readonly Workload[] {
  if (!selector) return [];
  const workloads = indexById(topology).namespaces.get(`${cluster}/${namespace}`)?.workloads ?? [];
  return workloads.filter(({ labels }) => matches(selector, labels));
}

function podPorts(pods: readonly Workload[], written: (one: Workload['ports'][number]) => string): readonly Proposal[] {
  const named = pods.flatMap(({ name, ports }) =>
    ports.flatMap((one) => (one.name ? [port(one.name, `${one.port}/${one.protocol} of ${name}`)] : [])),
  );
  const numbers = pods.flatMap(({ name, ports }) => ports.map((one) => port(written(one), `a port of ${name}`)));
  return unique([...named, ...numbers]);
}

/** Ports of the pods that the rule of a policy leads to: those it selects, or for egress its peers. */
export function policyPorts(model: Model, cursor: Cursor): readonly Proposal[] {
  const block = around(cursor.block, ast.isPolicyRule);
  const policy = indexById(model.topology).policies.get(idOf(around(cursor.block, ast.isNetworkPolicy)));
  const cluster = clusterAround(model.topology, cursor.block);
  if (!block || !policy || !cluster) return NONE;
  const pods = block.keyword === 'egress' ? peersOf(cluster, policy, block) : selectedBy(cluster, policy);
  const dns = block.keyword === 'egress' ? [port('53/UDP', 'DNS'), port('53/TCP', 'DNS')] : [];
  return unique([...podPorts(pods, (one) => `${one.port}/${one.protocol}`), ...dns]);
}

const inNamespace = (cluster: Cluster, policy: Policy) =>
  cluster.namespaces.filter(({ name }) => name === policy.namespace);

function selectedBy(cluster: Cluster, policy: Policy): readonly Workload[] {
  const workloads = inNamespace(cluster, policy).flatMap((one) => one.workloads);
  return workloads.filter(({ labels }) => matches(policy.podSelector, labels));
}

function peersOf(cluster: Cluster, policy: Policy, block: ast.PolicyRule): readonly Workload[] {
  const rule = policy.egress.find(({ origin }) => origin === originOf(block));
  if (!rule || rule.peers.length === 0) return cluster.namespaces.flatMap(({ workloads }) => workloads);
  return rule.peers.flatMap((peer) => podsOfPeer(cluster, policy, peer));
}

function podsOfPeer(
  cluster: Cluster,
  policy: Policy,
  { namespaceSelector, podSelector, ipBlock }: PolicyPeer,
): Workload[] {
  if (ipBlock) return [];
  const namespaces: readonly Namespace[] = namespaceSelector
    ? cluster.namespaces.filter(({ labels }) => matches(namespaceSelector, labels))
    : inNamespace(cluster, policy);
  const workloads = namespaces.flatMap((one) => one.workloads);
  return workloads.filter(({ labels }) => !podSelector || matches(podSelector, labels));
}

/** Ports of what stands in front of a colon: `default/web:`, `path / -> web:`. */
export function portsOf(model: Model, target: ast.Target | ast.ServiceLike | undefined): readonly Proposal[] {
  const { services, workloads, hosts } = indexById(model.topology);
  const id = idOf(target);
  if (ast.isService(target)) return ownPorts(services.get(id)?.ports ?? []);
  if (ast.isWorkload(target)) return ownPorts(workloads.get(id)?.ports ?? []);
  if (ast.isHost(target)) return ownPorts(hosts.get(id)?.listens ?? []);
  return NONE;
}

interface OwnPort {
  readonly name?: string;
  readonly port: number;
  readonly protocol: string;
}

const ownPorts = (ports: readonly OwnPort[]): readonly Proposal[] =>
  unique(
    ports.flatMap(({ name, port: number, protocol }) => [
      port(`${number}/${protocol}`, name),
      ...(name ? [port(name, `${number}/${protocol}`)] : []),
    ]),
  );
