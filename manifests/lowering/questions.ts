import { indexById } from '../../network/topology/by-id.ts';
import type { Endpoint, Expect, Trace } from '../../network/topology/question.ts';
import type { Topology } from '../../network/topology/topology.ts';

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
  };
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

class Names {
  readonly #topology: Topology;

  constructor(topology: Topology) {
    this.#topology = topology;
  }

  endpoint(end: Endpoint): Endpoint {
    if (end.kind !== 'unresolved' || end.reason !== 'names nothing') return end;
    const found = this.#candidates(end);
    if (found.length === 1) return found[0]!;
    return found.length === 0 ? end : { ...end, reason: 'names several things: write its kind before it' };
  }

  policy(text: string): string | undefined {
    const [id, ...more] = idsOf(indexById(this.#topology).policies.keys(), text);
    return more.length === 0 ? id : undefined;
  }

  #candidates({ text, what, url, origin }: Extract<Endpoint, { kind: 'unresolved' }>): Endpoint[] {
    const { workloads, services, ingresses, nodes, namespaces } = indexById(this.#topology);
    if (text.endsWith('/*')) {
      return idsOf(namespaces.keys(), text.slice(0, -2)).map((id) => ({ kind: 'namespace', id, origin }));
    }
    const is = (kind: string) => what === undefined || what === kind;
    const pods = WORKLOADS.has(what) ? idsOf(workloads.keys(), text) : [];
    return [
      ...pods.map((id): Endpoint => ({ kind: 'workload', id, origin })),
      ...(WORKLOADS.has(what) && pods.length === 0 ? this.#numbered(text, origin) : []),
      ...(is('service') ? idsOf(services.keys(), text) : []).map(
        (id): Endpoint => ({ kind: 'service', id, url, origin }),
      ),
      ...(is('ingress') ? idsOf(ingresses.keys(), text) : []).map(
        (id): Endpoint => ({ kind: 'ingress', id, url, origin }),
      ),
      ...(is('node') ? idsOf(nodes.keys(), text) : []).map((id): Endpoint => ({ kind: 'node', id, origin })),
    ];
  }

  /** `default/db-1`: a pod by its number. */
  #numbered(text: string, origin: Endpoint['origin']): Endpoint[] {
    const [, name, number] = /^(.+)-(\d+)$/.exec(text) ?? [];
    if (name === undefined) return [];
    const { workloads } = indexById(this.#topology);
    const found = idsOf(workloads.keys(), name).filter((id) => Number(number) < workloads.get(id)!.replicas);
    return found.map((workload) => ({ kind: 'pod', workload, index: Number(number), origin }));
  }
}

const idsOf = (ids: Iterable<string>, text: string): string[] =>
  [...ids].filter((id) => id === text || id.endsWith(`/${text}`));
