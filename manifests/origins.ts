import type { Range } from 'vscode-languageserver-types';
import { isAlias, isMap, isPair, isScalar, isSeq, type Node } from 'yaml';
import type { Origin } from '../network/topology/origin.ts';
import type { ManifestDocument } from './text/document.ts';

/** A place in a YAML document; where it is in the file is worked out when someone asks. */
export interface YamlOrigin extends Origin {
  readonly reader: 'yaml';
  readonly document: ManifestDocument;
  /** What is said there. */
  readonly node: Node;
  /** What to underline instead of all of it: the name of an object. */
  readonly label?: Node;
  /** For a label of a selector, which is key and value together: its key. */
  readonly key?: Node;
}

/** A range of a file; lines and columns from 0, as the Language Server Protocol counts. */
export interface YamlRange {
  readonly uri: string;
  readonly range: Range;
}

/** Equal places have the same object, so origins can be compared. */
const origins = new WeakMap<Node, YamlOrigin>();

/** The origin of a value. */
export function originOf(document: ManifestDocument, node: Node): YamlOrigin {
  return remembered(document, node, undefined);
}

/** The origin of an object that has a name: the name is underlined, the whole is meant. */
export function objectOrigin(document: ManifestDocument, node: Node, label: Node | undefined): YamlOrigin {
  return remembered(document, node, label);
}

/** The origin of a key with its value. */
export function pairOrigin(document: ManifestDocument, key: Node, node: Node): YamlOrigin {
  return remembered(document, node, undefined, key);
}

function remembered(document: ManifestDocument, node: Node, label: Node | undefined, key?: Node): YamlOrigin {
  const known = origins.get(node);
  if (known) return known;
  const origin: YamlOrigin = { reader: 'yaml', document, node, label, key };
  origins.set(node, origin);
  return origin;
}

export const isYamlOrigin = (origin: Origin): origin is YamlOrigin => origin.reader === 'yaml';

/** What to underline; undefined for what another reader has read. */
export function rangeOf(origin: Origin): YamlRange | undefined {
  if (!isYamlOrigin(origin)) return undefined;
  const { document, label, key, node } = origin;
  return rangeOfNode(document, label ?? node, key);
}

/** All of what is said at an origin. */
export function declarationRangeOf(origin: Origin): YamlRange | undefined {
  return isYamlOrigin(origin) ? rangeOfNode(origin.document, origin.node, origin.key) : undefined;
}

function rangeOfNode(document: ManifestDocument, node: Node, key = node): YamlRange {
  const { start, file } = document;
  return { uri: file.uri, range: file.rangeOf(start + startOf(key), start + endOf(node)) };
}

/** Offset in the document at which a node begins. */
export const startOf = (node: Node): number => node.range?.[0] ?? 0;

/**
 * Offset behind the last character that belongs to a node. A block mapping's own range runs on to the next key, over
 * blank lines and comments: its last value says where it ends.
 */
export function endOf(node: Node): number {
  const [start = 0, end = 0] = node.range ?? [];
  if (isScalar(node)) return isBlockScalar(node.type) ? end - 1 : end;
  if (isAlias(node)) return end;
  if (node.flow) return end;
  const last = lastOf(node);
  return last ? Math.max(endOf(last), start) : end;
}

const isBlockScalar = (type: string | undefined) => type === 'BLOCK_LITERAL' || type === 'BLOCK_FOLDED';

function lastOf(node: Node): Node | undefined {
  if (isSeq(node)) return (node.items.at(-1) ?? undefined) as Node | undefined;
  if (!isMap(node)) return undefined;
  const pair = node.items.at(-1);
  if (!isPair(pair)) return undefined;
  return ((pair.value as Node | null) ?? (pair.key as Node)) || undefined;
}
