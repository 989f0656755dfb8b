import { indexById } from '../../network/topology/by-id.ts';
import type { Endpoint, Expect, Trace } from '../../network/topology/question.ts';
import type { Topology } from '../../network/topology/topology.ts';
import type { Ingress, Namespace } from '../../network/topology/workload.ts';
import { idsEndingIn } from '../ends.ts';
import { nearestId } from '../nearest.ts';

/**
 * The questions with ends and policies that only manifests declare. The reader of `.knet` text leaves such names open; they
 * are found as it finds its own: by the end of their path.
 */
export function withNames(topology: Topology): Topology {
  const names = new Names(topology);
  return {
    ...topology,
    traces: topology.traces.map((trace) => ends(trace, names)),
    expects: topology.expects.map((expect) => statement(ends(expect, names), names)),
    clusters: topology.clusters.map((cluster) => ({
      ...cluster,
      namespaces: cluster.namespaces.map((one) => withIngresses(one, names)),
    })),
  };
}

/** Ingresses of `.knet` text name Services of manifests by their name, or with namespace and cluster in front. */
function withIngresses(namespace: Namespace, names: Names): Namespace {
  const rules = (ingress: Ingress) =>
    ingress.rules.map((rule) => {
      const value = names.service(rule.service.value, namespace);
      return value === rule.service.value ? rule : { ...rule, service: { ...rule.service, value } };
    });
  if (namespace.ingresses.length === 0) return namespace;
  return { ...namespace, ingresses: namespace.ingresses.map((one) => ({ ...one, rules: rules(one) })) };
}

function ends<T extends Trace>(question: T, names: Names): T {
  const [from, to] = [names.endpoint(question.from), names.endpoint(question.to)];
  return from === question.from && to === question.to ? question : { ...question, from, to };
}

function statement(expect: Expect, names: Names): Expect {
  const { byUnknown, fromSource } = expect;
  const source = typeof fromSource === 'object' ? names.endpoint(fromSource) : fromSource;
  const policy = byUnknown && names.policy(byUnknown.value);
  const byPolicy = policy === undefined ? expect.byPolicy : { id: policy, origin: byUnknown!.origin };
  return source === fromSource && policy === undefined ? expect : { ...expect, fromSource: source, byPolicy };
}

const WORKLOADS: ReadonlySet<string | undefined> = new Set([
  undefined,
  'pod',
  'deployment',
  'statefulSet',
  'daemonSet',
  'job',
]);

/** Names that are offered in the place of one that several things bear. */
const OFFERED = 5;

const idOf = (end: Endpoint): string => ('id' in end ? end.id : end.kind === 'pod' ? end.workload : '');

class Names {
  readonly #topology: Topology;

  constructor(topology: Topology) {
    this.#topology = topology;
  }

  endpoint(end: Endpoint): Endpoint {
    if (end.kind !== 'unresolved' || end.reason !== 'names nothing') return end;
    const found = this.#candidates(end);
    if (found.length === 1) return found[0]!;
    if (found.length === 0) return { ...end, meant: this.#nearest(end.text) };
    return { ...end, reason: 'names more than one thing in the manifests', meant: this.#qualified(found) };
  }

  /** Full names, with the kind where two things bear the same one. */
  #qualified(found: readonly Endpoint[]): string[] {
    const names = found.map((one) => ({ kind: one.kind, name: this.#nameOf(idOf(one)) }));
    const isAlone = (name: string) => names.filter((one) => one.name === name).length === 1;
    return names.slice(0, OFFERED).map(({ kind, name }) => (isAlone(name) ? name : `${kind} ${name}`));
  }

  /** The name without the cluster, where there is only one. */
  #nameOf = (id: string) => (this.#topology.clusters.length > 1 ? id : id.slice(id.indexOf('/') + 1));

  #nearest(text: string): string[] {
    const { workloads, services, ingresses, nodes } = indexById(this.#topology);
    const ids = [workloads, services, ingresses, nodes].flatMap((map) => [...map.keys()]);
    const meant = nearestId(text, ids);
    return meant === undefined ? [] : [this.#nameOf(meant)];
  }

  /** The id of a Service for one that leads nowhere: what is behind the namespace's own may be a longer name. */
  service(id: string, { id: own, cluster }: Namespace): string {
    const { services } = indexById(this.#topology);
    const text = id.slice(own.length + 1);
    return [id, `${cluster}/${text}`, text].find((one) => services.has(one)) ?? id;
  }

  policy(text: string): string | undefined {
    const [id, ...more] = idsEndingIn(indexById(this.#topology).policies, text);
    return more.length === 0 ? id : undefined;
  }

  /** A workload goes before the Service or the Ingress that bears its name, as in `.knet` text. */
  #candidates({ text, what, url, origin }: Extract<Endpoint, { kind: 'unresolved' }>): Endpoint[] {
    const { workloads, services, ingresses, nodes, namespaces } = indexById(this.#topology);
    if (text.endsWith('/*')) {
      return idsEndingIn(namespaces, text.slice(0, -2)).map((id) => ({ kind: 'namespace', id, origin }));
    }
    const is = (kind: string) => what === undefined || what === kind;
    const pods = WORKLOADS.has(what) ? idsEndingIn(workloads, text) : [];
    const isPod = pods.length > 0;
    return [
      ...pods.map((id): Endpoint => ({ kind: 'workload', id, origin })),
      ...(WORKLOADS.has(what) && pods.length === 0 ? this.#numbered(text, origin) : []),
      ...(is('service') && !isPod ? idsEndingIn(services, text) : []).map(
        (id): Endpoint => ({ kind: 'service', id, url, origin }),
      ),
      ...(is('ingress') && !isPod ? idsEndingIn(ingresses, text) : []).map(
        (id): Endpoint => ({ kind: 'ingress', id, url, origin }),
      ),
      ...(is('node') ? idsEndingIn(nodes, text) : []).map((id): Endpoint => ({ kind: 'node', id, origin })),
    ];
  }

  /** `default/db-1`: a pod by its number. */
  #numbered(text: string, origin: Endpoint['origin']): Endpoint[] {
    const [, name, number] = /^(.+)-(\d+)$/.exec(text) ?? [];
    if (name === undefined) return [];
    const { workloads } = indexById(this.#topology);
    const found = idsEndingIn(workloads, name).filter((id) => Number(number) < workloads.get(id)!.replicas);
    return found.map((workload) => ({ kind: 'pod', workload, index: Number(number), origin }));
  }
}
