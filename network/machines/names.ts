import { recordText } from '../kubernetes/dns/records.ts';
import { candidates, dnsService, podResolver, type Resolver } from '../kubernetes/dns/resolver.ts';
import { type Answer, type Target, type Zone, zoneOf } from '../kubernetes/dns/zone.ts';
import type { Allocate } from '../topology/allocation.ts';
import { indexById } from '../topology/by-id.ts';
import type { Cluster } from '../topology/cluster.ts';
import { NOWHERE, type Origin } from '../topology/origin.ts';
import type { Endpoint, ProbeOptions, Trace } from '../topology/question.ts';
import type { Topology } from '../topology/topology.ts';

/** A full name that a resolver asked for, and what it was told: `NXDOMAIN`, or records as `dig` prints them. */
export interface Query {
  readonly name: string;
  readonly answer: readonly string[];
}

/** A question to a name, taken apart: what is asked of the DNS server, and what the connection is then for. */
export interface NamedQuestion {
  /** The way of the question to the DNS server. */
  readonly ask: Trace;
  readonly queries: readonly Query[];
  /** The question with what the name stands for; undefined when there is no such name. */
  readonly connect?: { readonly to: Endpoint; readonly probe: ProbeOptions };
  /** Why there is none, in a sentence. */
  readonly reason?: string;
}

interface Asker {
  readonly cluster: Cluster;
  readonly namespace: string;
}

/** A chain of aliases longer than this is given up by resolvers, as BIND and CoreDNS do. */
const ALIASES = 8;

/** What the resolver of a pod makes of a name; a string says why that is not known. */
export function takeApart(
  topology: Topology,
  allocate: Allocate,
  { from, probe, origin }: Pick<Trace, 'from' | 'probe' | 'origin'>,
  name: string,
): NamedQuestion | { readonly insufficient: string } {
  const asker = askerOf(topology, from);
  if (typeof asker === 'string') return { insufficient: asker };
  const { cluster, namespace } = asker;
  const allocation = allocate(cluster);
  const resolver = podResolver(cluster, allocation, namespace);
  if (!resolver) return { insufficient: `${cluster.name} has no DNS Service` };
  const found = search(zoneOf(cluster, allocation), resolver, name);
  if (typeof found === 'string') return { insufficient: found };
  const server: Endpoint = { kind: 'service', id: dnsService(cluster)!.id, origin: NOWHERE };
  const ask: Trace = { from, to: server, probe: { protocol: 'UDP', port: 53 }, origin };
  const { queries, target } = found;
  if (!target) return { ask, queries, reason: found.reason };
  return { ask, queries, connect: { to: endpointOf(target, origin), probe: withSrvPort(probe, target) } };
}

/** The pods that ask, and whose resolv.conf is known: those with the cluster's DNS. */
function askerOf(topology: Topology, from: Endpoint): Asker | string {
  const { workloads, namespaces, clusters } = indexById(topology);
  const id = from.kind === 'pod' ? from.workload : from.kind === 'workload' ? from.id : undefined;
  const asking = id === undefined ? [] : [workloads.get(id)];
  const all = from.kind === 'namespace' ? (namespaces.get(from.id)?.workloads ?? []) : asking;
  const [first] = all;
  if (!first) return 'only pods ask the DNS of a cluster; which servers others ask is not declared';
  const host = all.find((workload) => workload?.hostNetwork);
  if (host) return `${host.namespace}/${host.name} uses its node's resolver, whose servers are not declared`;
  return { cluster: clusters.get(first.cluster)!, namespace: first.namespace };
}

interface Found {
  readonly queries: readonly Query[];
  readonly target?: Exclude<Target, { kind: 'alias' }>;
  readonly reason?: string;
}

/** Goes through the search path until a name has an answer. */
function search(zone: Zone, resolver: Resolver, name: string): Found | string {
  const queries: Query[] = [];
  let reason: string | undefined;
  for (const candidate of candidates(name, resolver)) {
    const found = follow(zone, candidate, queries);
    if (found.kind === 'outside' && !isDotless(found.name)) return outside(candidate, found.name, queries);
    if (found.kind === 'records') return { queries, target: found.target as Found['target'] };
    if (found.kind === 'nxdomain') reason ??= found.reason;
  }
  return { queries, reason: reason ?? `DNS knows no name ${name} (NXDOMAIN)` };
}

/** The root zone has no address for a name without a dot (ICANN's SSAC, SAC053), so that nobody need be asked. */
const isDotless = (name: string) => !name.includes('.');

function outside(asked: string, name: string, queries: readonly Query[]): string {
  if (asked !== name) return `${asked} is an alias of ${name}, whose address comes from a server outside the cluster`;
  const tried = queries.map((query) => query.name).filter((query) => query !== name);
  const here = tried.length > 0 ? `the cluster has no ${tried.join(', ')}, and ` : '';
  return `${here}the answer for ${name} comes from a server outside the cluster`;
}

/** An answer, and the name at the end of the aliases that it is for. */
type Followed = Answer & { readonly name: string };

/** The server follows aliases by itself. */
function follow(zone: Zone, asked: string, queries: Query[]): Followed {
  let name = asked;
  let answer = zone.answer(name);
  const records: string[] = [];
  for (let i = 0; i < ALIASES && answer.kind === 'records'; i++) {
    records.push(...answer.records.map(recordText));
    if (answer.target.kind !== 'alias') break;
    name = answer.target.name;
    answer = zone.answer(name);
  }
  const looping = answer.kind === 'records' && answer.target.kind === 'alias';
  queries.push({ name: asked, answer: answer.kind === 'nxdomain' || records.length === 0 ? ['NXDOMAIN'] : records });
  return looping
    ? { kind: 'nxdomain', reason: `${asked} is an alias that leads round in a circle`, name }
    : { ...answer, name };
}

function endpointOf(target: NonNullable<Found['target']>, origin: Origin): Endpoint {
  switch (target.kind) {
    case 'service':
      return { kind: 'service', id: target.service.id, origin };
    case 'pod':
      return { kind: 'pod', workload: target.pod.workload.id, index: target.pod.index, origin };
    case 'address':
      return { kind: 'address', address: target.address, origin };
  }
}

/** An SRV record tells the port, for whoever says none. */
function withSrvPort(probe: ProbeOptions, target: NonNullable<Found['target']>): ProbeOptions {
  if (probe.port !== undefined || probe.protocol !== undefined) return probe;
  return target.kind === 'service' && target.port ? { ...probe, ...target.port } : probe;
}
