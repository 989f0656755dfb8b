import type { Allocation } from '../../topology/allocation.ts';
import type { Cluster } from '../../topology/cluster.ts';
import type { Origin } from '../../topology/origin.ts';
import type { ContainerPort, Workload } from '../../topology/workload.ts';
import type { Check, Diagnostic } from '../diagnostic.ts';
import { diagnostic } from '../support/place.ts';

export const hostportClash: Check = {
  code: 'HOSTPORT-CLASH',
  severity: 'error',
  summary: 'A port of a node that two Pods want, or a port of a Pod that two of its containers want',
  *run({ topology, allocate, stop }) {
    for (const cluster of topology.clusters) {
      if (stop()) return;
      const workloads = cluster.namespaces.flatMap((namespace) => namespace.workloads);
      for (const workload of workloads) yield* containers(this, workload);
      for (const claims of byPort(workloads)) yield* clashes(this, cluster, claims, () => allocate(cluster));
    }
  },
};

/** Containers of a Pod share its network namespace, so one of the two finds the port taken. */
function* containers(check: Check, workload: Workload): Generator<Diagnostic> {
  const seen = new Map<string, ContainerPort>();
  for (const port of workload.ports) {
    const key = `${port.port}/${port.protocol}`;
    const first = seen.get(key);
    if (!first) seen.set(key, port);
    // A port of the Pod itself may say again what one of its containers listens on.
    if (!first?.container || !port.container || first.container === port.container) continue;
    yield diagnostic(check, {
      message: `Containers ${first.container} and ${port.container} of ${words(workload)} both listen on ${key}: they share the Pod's network namespace, so one finds it taken`,
      origin: port.origin,
      related: [{ origin: first.origin, message: `Container ${first.container}` }],
    });
  }
}

/** A port of its node that every Pod of a workload wants. */
interface Claim {
  readonly workload: Workload;
  /** "8080/TCP". */
  readonly port: string;
  readonly origin: Origin;
}

function byPort(workloads: readonly Workload[]): Iterable<readonly Claim[]> {
  const claims = new Map<string, Claim[]>();
  for (const workload of workloads) {
    for (const { port, protocol, hostPort, origin } of workload.ports) {
      if (!workload.hostNetwork && !hostPort) continue;
      const key = `${workload.hostNetwork ? port : hostPort?.value}/${protocol}`;
      const known = claims.get(key) ?? [];
      claims.set(key, known);
      if (known.some((one) => one.workload === workload)) continue;
      known.push({ workload, port: key, origin: workload.hostNetwork ? origin : (hostPort?.origin ?? origin) });
    }
  }
  return claims.values();
}

/** First the Pods that are bound to nodes; the scheduler keeps others apart, as long as there are nodes. */
function* clashes(
  check: Check,
  cluster: Cluster,
  claims: readonly Claim[],
  allocation: () => Allocation,
): Generator<Diagnostic> {
  if (cluster.nodes.length === 0) return;
  const holders = new Map<string, Claim>();
  for (const claim of claims.filter(isBound)) {
    const nodes = allocation()
      .pods(claim.workload)
      .map(({ node }) => node);
    const taken = nodes.filter((node) => {
      const isTaken = holders.has(node.id);
      if (!isTaken) holders.set(node.id, claim);
      return isTaken;
    });
    const [node, ...others] = new Set(taken);
    if (node) yield bound(check, claim, holders.get(node.id)!, node.name, others.length);
  }
  let free = cluster.nodes.length - holders.size;
  for (const claim of claims.filter((one) => !isBound(one))) {
    const { replicas } = claim.workload;
    if (replicas > free) yield tooMany(check, claim, free, [...new Set([...holders.values(), ...claims])]);
    free = Math.max(free - replicas, 0);
  }
}

/** Bound by `on`, by a written address of a node's range, or one to every node. */
function isBound({ workload: { kind, on, addresses } }: Claim): boolean {
  return kind === 'DaemonSet' || on.length > 0 || addresses.length > 0;
}

function bound(check: Check, claim: Claim, holder: Claim, node: string, more: number): Diagnostic {
  const others = more > 0 ? ` and ${more} more` : '';
  const who = holder.workload === claim.workload ? 'another Pod of it' : words(holder.workload);
  return diagnostic(check, {
    message: `Port ${claim.port} of node ${node}${others} is taken by ${who}: ${words(claim.workload)} cannot have it too`,
    origin: claim.origin,
    related: holder.workload === claim.workload ? [] : [{ origin: holder.origin, message: words(holder.workload) }],
  });
}

function tooMany(check: Check, claim: Claim, free: number, all: readonly Claim[]): Diagnostic {
  const { workload, port, origin } = claim;
  const pods = `${workload.replicas} ${workload.replicas === 1 ? 'Pod' : 'Pods'}`;
  const nodes = free === 0 ? 'no node has it free' : `only ${free} ${free === 1 ? 'node has' : 'nodes have'} it free`;
  const others = all.filter((one) => one !== claim).slice(0, 5);
  return diagnostic(check, {
    message: `${pods} of ${words(workload)} want port ${port} of a node each, and ${nodes}`,
    origin,
    related: others.map((one) => ({ origin: one.origin, message: `${words(one.workload)} wants it too` })),
  });
}

function words({ kind, namespace, name }: Workload): string {
  return `${kind} ${namespace}/${name}`;
}
