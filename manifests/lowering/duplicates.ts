import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { Origin } from '../../network/topology/origin.ts';
import type { Finding } from '../../network/topology/topology.ts';
import type { KubernetesObject } from '../object.ts';

/** Something with a name in a scope: two of one scope and name are one too many. */
export interface Named {
  /** `Service shop/web`: what, where and which. */
  readonly key: string;
  readonly what: string;
  readonly name: string;
  readonly origin: Origin;
  /** Undefined for what `.knet` declares. */
  readonly object?: KubernetesObject;
}

/** Keeps the first of each name. Dumps overlap: what is written twice in the same words is one object. */
export class Names {
  readonly findings: Finding[] = [];
  readonly #first = new Map<string, Named>();

  /** Whether the object counts: it does not when the very same one has been seen. A second one of other words does. */
  add(named: Named): boolean {
    const first = this.#first.get(named.key);
    if (!first) {
      this.#first.set(named.key, named);
      return true;
    }
    if (first.object && named.object && isSame(first.object, named.object)) return false;
    const { what, name, origin } = named;
    this.findings.push({ kind: 'duplicate-name', what, name, origin, first: first.origin });
    return true;
  }
}

/** What the API server adds and changes by itself. */
const VOLATILE: ReadonlySet<string> = new Set(['status', 'resourceVersion', 'managedFields', 'generation']);

function isSame(a: KubernetesObject, b: KubernetesObject): boolean {
  return plain(a.value.node, 0) === plain(b.value.node, 0);
}

function plain(node: unknown, depth: number): string {
  if (depth > 40) return '…';
  if (isScalar(node)) return JSON.stringify(node.value);
  if (isAlias(node)) return `*${node.source}`;
  if (isSeq(node)) return `[${node.items.map((item) => plain(item, depth + 1)).join()}]`;
  if (!isMap(node)) return '';
  const fields = node.items.filter((pair) => !(isScalar(pair.key) && VOLATILE.has(String(pair.key.value))));
  return `{${fields
    .map((pair) => `${plain(pair.key, depth + 1)}:${plain(pair.value, depth + 1)}`)
    .sort()
    .join()}}`;
}
