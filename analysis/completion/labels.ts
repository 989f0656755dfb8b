import * as ast from '../../language/generated/ast.ts';
import { indexById } from '../../network/topology/by-id.ts';
import type { Cluster } from '../../network/topology/cluster.ts';
import type { Labels, Selector } from '../../network/topology/selector.ts';
import type { Namespace } from '../../network/topology/workload.ts';
import type { Model } from '../model.ts';
import { around, type Cursor, clusterAround, idOf } from './cursor.ts';
import { NONE, type Proposal, unique } from './proposal.ts';

/** Something with labels, and how it is called. */
interface Labelled {
  readonly name: string;
  readonly labels: Labels;
}

/** Labels that a selector may ask for: those that pods, or namespaces, have. */
export function selectableLabels(model: Model, cursor: Cursor): readonly Proposal[] {
  const cluster = clusterAround(model.topology, cursor.block);
  const part = cursor.before.astNode;
  if (!cluster) return NONE;
  if (ast.isSelectorPart(part) && part.keyword === 'namespaceSelector')
    return labelsOf(cluster.namespaces, without(part.requirements, cursor));
  const written = ast.isSelectorPart(part) || ast.isSelectorField(part) ? without(part.requirements, cursor) : [];
  const workloads = namespacesInView(cluster, cursor).flatMap((namespace) => namespace.workloads);
  return labelsOf(
    workloads.filter(({ implicit }) => !implicit),
    written,
  );
}

/** A peer's pods are those of the policy's namespace, unless it says which namespaces. */
function namespacesInView(cluster: Cluster, cursor: Cursor): readonly Namespace[] {
  const { field } = cursor;
  const elsewhere = ast.isPeerField(field) && field.parts.some(({ keyword }) => keyword === 'namespaceSelector');
  const own = idOf(around(cursor.block, ast.isNamespace));
  return elsewhere ? cluster.namespaces : cluster.namespaces.filter(({ id }) => id === own);
}

/** What is written already, without the word at the cursor. */
function without(written: readonly string[], { document, start, end }: Cursor): readonly string[] {
  const word = document.textDocument.getText().slice(start, end);
  return written.filter((one) => one !== word);
}

/** What carries the most comes first; keys that are asked for already are left out. */
function labelsOf(things: readonly Labelled[], written: readonly string[]): readonly Proposal[] {
  const bearers = new Map<string, string[]>();
  for (const { name, labels } of things) {
    for (const [key, value] of Object.entries(labels)) push(bearers, `${key}=${value}`, name);
  }
  const keys = new Set(written.map((text) => /^[^=!\s]+/.exec(text)?.[0]));
  return [...bearers]
    .filter(([label]) => !keys.has(label.slice(0, label.indexOf('='))))
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([text, names]) => ({ text, kind: 'label', detail: listed(names) }));
}

function push(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

const SHOWN = 3;

function listed(names: readonly string[]): string {
  const more = names.length - SHOWN;
  return names.slice(0, SHOWN).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** Labels for the block: what Services and policies look for, then what others of its kind have. */
export function ownLabels(model: Model, cursor: Cursor): readonly Proposal[] {
  const cluster = clusterAround(model.topology, cursor.block);
  if (!cluster) return NONE;
  const own = idOf(cursor.block);
  const written = ast.isValueField(cursor.field) ? cursor.field.values : [];
  const others = without(written, cursor);
  if (ast.isNamespace(cursor.block))
    return labelsOf(cluster.namespaces.filter(({ id }) => id !== own).map(withoutOwnName), others);
  if (!ast.isWorkload(cursor.block))
    return labelsOf(
      cluster.nodes.filter(({ id }) => id !== own),
      others,
    );
  const namespace = indexById(model.topology).namespaces.get(idOf(around(cursor.block, ast.isNamespace)));
  if (!namespace) return NONE;
  const workloads = namespace.workloads.filter(({ id, implicit }) => id !== own && !implicit);
  return unique([...labelsOf(askedFor(namespace), others), ...labelsOf(workloads, others)]);
}

/** The API server adds it; nobody writes it. */
function withoutOwnName({ name, labels }: Labelled): Labelled {
  const { 'kubernetes.io/metadata.name': _, ...others } = labels;
  return { name, labels: others };
}

/** Selectors of Services and policies, as the labels that fulfil them. */
function askedFor({ services, policies }: Namespace): readonly Labelled[] {
  return [
    ...services.flatMap(({ name, selector, implicit }) =>
      selector && !implicit ? [{ name: `service ${name}`, labels: fulfilling(selector) }] : [],
    ),
    ...policies.map(({ name, podSelector }) => ({ name: `networkPolicy ${name}`, labels: fulfilling(podSelector) })),
  ];
}

function fulfilling({ requirements }: Selector): Labels {
  const entries = requirements.flatMap(({ key, operator, values }) =>
    operator === 'In' && values[0] !== undefined ? [[key, values[0]]] : [],
  );
  return Object.fromEntries(entries);
}
