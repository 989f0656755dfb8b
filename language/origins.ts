import { type AstNode, AstUtils, CstUtils, GrammarUtils, isReference, type LangiumDocument } from 'langium';
import type { Range } from 'vscode-languageserver-types';
import type { Origin } from '../network/topology/origin.ts';
import * as ast from './generated/ast.ts';

/** A range of a file; lines and columns from 0, as the Language Server Protocol counts. */
export interface SourceRange {
  readonly uri: string;
  readonly range: Range;
}

/** A place in a syntax tree; where it is in the text is worked out when someone asks. */
export interface NodeOrigin extends Origin {
  readonly reader: 'knet';
  readonly node: AstNode;
  /** A value of the node rather than the node itself. */
  readonly property?: string;
  readonly index?: number;
}

/** A stretch of text that no syntax tree explains, such as what the parser passed over. */
export interface TextOrigin extends Origin {
  readonly reader: 'knet';
  readonly document: LangiumDocument;
  readonly offset: number;
  readonly length: number;
}

/** Origins are kept on the nodes themselves: there are as many as values, and a table beside the tree would be slower. */
const ORIGINS = Symbol('origins');

type WithOrigins = AstNode & { [ORIGINS]?: Map<string, NodeOrigin> };

/** The origin of a node or of one of its values. Equal places have the same object, so origins can be compared. */
export function originOf(node: AstNode, property?: string, index?: number): NodeOrigin {
  const holder: WithOrigins = node;
  holder[ORIGINS] ??= new Map();
  const key = property === undefined ? '' : `${property}/${index ?? ''}`;
  const known = holder[ORIGINS].get(key);
  if (known) return known;
  const origin: NodeOrigin = { reader: 'knet', node, property, index };
  holder[ORIGINS].set(key, origin);
  return origin;
}

export const textOrigin = (document: LangiumDocument, offset: number, length: number): TextOrigin => ({
  reader: 'knet',
  document,
  offset,
  length,
});

export const isNodeOrigin = (origin: Origin): origin is NodeOrigin => origin.reader === 'knet' && 'node' in origin;
export const isTextOrigin = (origin: Origin): origin is TextOrigin => origin.reader === 'knet' && 'document' in origin;

/** What to underline: the name of a declaration, the literal of a value, the reference. Undefined for what nobody wrote. */
export function rangeOf(origin: Origin): SourceRange | undefined {
  if (isTextOrigin(origin)) return textRange(origin);
  if (!isNodeOrigin(origin)) return undefined;
  const { node, property, index } = origin;
  const cst = node.$cstNode;
  const value = property === undefined ? undefined : GrammarUtils.findNodeForProperty(cst, property, index);
  return sourceRange(node, (value ?? nameNode(node) ?? cst)?.range);
}

/** The whole declaration, or the whole field of a value. */
export function declarationRangeOf(origin: Origin): SourceRange | undefined {
  if (isTextOrigin(origin)) return textRange(origin);
  if (!isNodeOrigin(origin)) return undefined;
  return sourceRange(origin.node, origin.node.$cstNode?.range);
}

/** Declarations without a name (`docker`, `ingress` of a policy) are pointed at by their keyword. */
function nameNode(node: AstNode) {
  if (ast.isUnknownField(node)) return GrammarUtils.findNodeForProperty(node.$cstNode, 'name');
  if (!ast.isDeclaration(node)) return undefined;
  const name = ast.isExtend(node) ? 'target' : 'name';
  return (
    GrammarUtils.findNodeForProperty(node.$cstNode, name) ?? GrammarUtils.findNodeForProperty(node.$cstNode, 'keyword')
  );
}

function sourceRange(node: AstNode, range: Range | undefined): SourceRange | undefined {
  const document = AstUtils.findRootNode(node).$document;
  return document && range ? { uri: document.uri.toString(), range } : undefined;
}

function textRange({ document, offset, length }: TextOrigin): SourceRange {
  const text = document.textDocument;
  const range = { start: text.positionAt(offset), end: text.positionAt(offset + length) };
  return { uri: document.uri.toString(), range };
}

/** The declaration, the value, or what the reference under the cursor leads to. */
export function originAt(document: LangiumDocument, offset: number): Origin | undefined {
  const root = document.parseResult.value.$cstNode;
  const leaf = root && CstUtils.findLeafNodeAtOffset(root, offset);
  if (!leaf || leaf.hidden) return undefined;
  const node = leaf.astNode;
  const property = GrammarUtils.findAssignment(leaf)?.feature;
  if (property === undefined) return originOf(node);
  const value = (node as unknown as Record<string, unknown>)[property];
  if (isReference(value)) return value.ref ? originOf(value.ref) : originOf(node, property);
  if (property === 'keyword' || property === 'name') return originOf(node);
  if (!Array.isArray(value)) return originOf(node, property);
  const nodes = GrammarUtils.findNodesForProperty(node.$cstNode, property);
  const index = nodes.findIndex((one) => one.offset <= offset && offset <= one.end);
  return originOf(node, property, Math.max(index, 0));
}
