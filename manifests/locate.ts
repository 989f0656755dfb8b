import { isMap, isPair, isScalar, isSeq, type Node } from 'yaml';
import { type KubernetesObject, objectsOf } from './object.ts';
import { endOf, startOf } from './origins.ts';
import type { ManifestFile } from './text/file.ts';

/** What stands at an offset of a file. */
export interface Located {
  readonly object: KubernetesObject;
  /** Keys and indices that lead there from the object: `spec`, `ingress`, `0`. */
  readonly path: readonly string[];
  /** The word itself. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** The word at an offset, and the object that it is part of; undefined between words. */
export function locate(file: ManifestFile, offset: number): Located | undefined {
  const document = file.documentAt(offset);
  if (!document) return undefined;
  const at = offset - document.start;
  for (const object of objectsOf(document)) {
    const { node } = object.value;
    const found = node && covers(node, at) ? descend(node, at, []) : undefined;
    if (found) {
      const [start, end] = [document.start + startOf(found.node), document.start + endOf(found.node)];
      return { object, path: found.path, text: textOf(found.node), start, end };
    }
  }
  return undefined;
}

const covers = (node: Node, at: number) => startOf(node) <= at && at <= endOf(node);
const textOf = (node: Node) => (isScalar(node) ? String(node.value) : '');

function descend(node: Node, at: number, path: readonly string[]): { node: Node; path: readonly string[] } | undefined {
  if (isScalar(node)) return covers(node, at) ? { node, path } : undefined;
  if (isSeq(node)) {
    const index = node.items.findIndex((item) => covers(item as Node, at));
    return index < 0 ? undefined : descend(node.items[index] as Node, at, [...path, `${index}`]);
  }
  if (!isMap(node)) return undefined;
  for (const pair of node.items) {
    if (!isPair(pair) || !isScalar(pair.key)) continue;
    const below = [...path, String(pair.key.value)];
    if (covers(pair.key, at)) return { node: pair.key, path: below };
    const value = pair.value as Node | null;
    if (value && covers(value, at)) return descend(value, at, below);
  }
  return undefined;
}
