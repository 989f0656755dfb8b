import type { Declared } from '../network/topology/underlay.ts';
import { objectOrigin, type YamlOrigin } from './origins.ts';
import type { ManifestDocument } from './text/document.ts';
import { LIST_DEPTH } from './text/limits.ts';
import { isMapping } from './text/parse.ts';
import { Value } from './text/value.ts';

/** One Kubernetes object as it is written. */
export interface KubernetesObject {
  readonly kind: string;
  /** `apps/v1`; empty when nothing is said. */
  readonly apiVersion: string;
  /** The API group: `apps`; empty for the core group. */
  readonly group: string;
  readonly name: string;
  /** `default` when none is named; without meaning for kinds that have none. */
  readonly namespace: string;
  readonly value: Value;
  readonly origin: YamlOrigin;
}

/** The objects of a document; those of a List one by one. What is no Kubernetes object at all is not among them. */
export function objectsOf(document: ManifestDocument): KubernetesObject[] {
  document.resetExpansions();
  const { root } = document.parsed;
  if (!isMapping(root)) return [];
  const value = Value.of(document, root);
  return value ? collect(value, {}, 0) : [];
}

/** What a list says of its items: those of a `PodList` of `v1` are pods of `v1`, whether they say so or not. */
interface OfItems {
  readonly kind?: string;
  readonly apiVersion?: string;
}

function collect(value: Value, list: OfItems, depth: number): KubernetesObject[] {
  const kind = value.get('kind')?.text() ?? list.kind;
  const apiVersion = value.get('apiVersion')?.text() ?? list.apiVersion ?? '';
  if (kind === undefined) return [];
  if (!kind.endsWith('List') || !value.get('items')) return [objectOf(value, kind, apiVersion)];
  if (depth >= LIST_DEPTH) return [];
  const ofItems = kind === 'List' ? {} : { kind: kind.slice(0, -'List'.length), apiVersion };
  return (value.get('items')?.items() ?? []).flatMap((item) => collect(item, ofItems, depth + 1));
}

function objectOf(value: Value, kind: string, apiVersion: string): KubernetesObject {
  const { document, node } = value;
  const metadata = value.get('metadata');
  const name = metadata?.get('name');
  const label = name?.node ?? value.get('kind')?.node;
  const [group, version] = apiVersion.split('/');
  return {
    kind,
    apiVersion,
    group: version === undefined ? '' : group!,
    name: printable(name?.text() ?? metadata?.get('generateName')?.text() ?? ''),
    namespace: printable(metadata?.get('namespace')?.text() || 'default'),
    value,
    origin: objectOrigin(document, node!, label),
  };
}

/** No name has control characters, and nothing that prints names has to reckon with them. */
const printable = (name: string) => name.replace(/\p{Cc}/gu, '\ufffd');

/** Id, name and place of a namespaced object. */
export function declared(object: KubernetesObject, cluster: string): Declared & { cluster: string; namespace: string } {
  const { name, namespace, origin } = object;
  return { id: `${cluster}/${namespace}/${name}`, name, origin, cluster, namespace };
}
