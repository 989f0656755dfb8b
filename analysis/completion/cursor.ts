import { type AstNode, AstUtils, CstUtils, type LangiumDocument, type LeafCstNode } from 'langium';
import * as ast from '../../language/generated/ast.ts';
import { scopeOf } from '../../language/scoping/declared.ts';
import { indexById } from '../../network/topology/by-id.ts';
import type { Cluster } from '../../network/topology/cluster.ts';
import type { Topology } from '../../network/topology/topology.ts';

/** Where a value is being written. */
export interface Cursor {
  readonly document: LangiumDocument;
  /** Offsets of the word at the cursor, slashes and dots included: what a value takes the place of. */
  readonly start: number;
  readonly end: number;
  /** The word as far as the cursor. */
  readonly typed: string;
  /** The token in front of the word. */
  readonly before: LeafCstNode;
  /** The field that the token in front belongs to. */
  readonly field: ast.Field;
  /** True when nothing stands between the field's keyword and the word. */
  readonly first: boolean;
  /** The innermost declaration that the field stands in. */
  readonly block?: ast.Declaration;
}

const WORD_BEFORE = /[^\s{}]*$/;
const WORD_AFTER = /^[^\s{}]*/;

/** Undefined where no value can stand: at the beginning of a file, behind a brace, in a comment. */
export function cursorAt(document: LangiumDocument, offset: number): Cursor | undefined {
  const text = document.textDocument.getText();
  const root = document.parseResult.value.$cstNode;
  if (!root || isInComment(document, offset)) return undefined;
  const typed = WORD_BEFORE.exec(text.slice(Math.max(0, offset - 200), offset))![0];
  const start = offset - typed.length;
  const before = leafBefore(document, start);
  const field = before && AstUtils.getContainerOfType(before.astNode, ast.isField);
  if (!before || !field || before.text === '{' || before.text === '}') return undefined;
  const end = offset + WORD_AFTER.exec(text.slice(offset, offset + 200))![0].length;
  const first = before.text === (field as { keyword?: string }).keyword && before.offset === field.$cstNode?.offset;
  return { document, start, end, typed, before, field, first, block: blockOf(field) };
}

/** The last token that ends at or before an offset; comments count as white space. */
function leafBefore(document: LangiumDocument, offset: number): LeafCstNode | undefined {
  const root = document.parseResult.value.$cstNode!;
  const leaf = CstUtils.findLeafNodeBeforeOffset(root, offset - 1);
  return leaf && !leaf.hidden ? leaf : undefined;
}

/** Inside a comment, or at the end of one that ends with its line. */
export function isInComment(document: LangiumDocument, offset: number): boolean {
  const root = document.parseResult.value.$cstNode;
  const leaf = root && offset > 0 ? CstUtils.findLeafNodeAtOffset(root, offset - 1) : undefined;
  if (!leaf?.hidden || !leaf.text.startsWith('/')) return false;
  return leaf.end > offset || !leaf.text.endsWith('*/');
}

function blockOf(field: ast.Field): ast.Declaration | undefined {
  return AstUtils.getContainerOfType(field.$container, ast.isDeclaration);
}

/** The id under which the topology has what is declared there: the names around it and its own. */
export const idOf = (node: AstNode | undefined): string => scopeOf(node).join('/');

/** The declaration of that kind around a node, or the node itself. */
export function around<T extends AstNode>(node: AstNode | undefined, is: (node: unknown) => node is T): T | undefined {
  return AstUtils.getContainerOfType(node, is as (node: AstNode) => node is T);
}

/** The cluster around a node, which may be one that the block extends. */
export function clusterAround(topology: Topology, node: AstNode | undefined): Cluster | undefined {
  const cluster = around(node, (one): one is ast.Cluster | ast.Extend => ast.isCluster(one) || ast.isExtend(one));
  return cluster && indexById(topology).clusters.get(idOf(cluster));
}
