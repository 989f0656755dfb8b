import { type AstNode, AstUtils, type CstNode, CstUtils, GrammarUtils } from 'langium';
import type { Range, TextEdit } from 'vscode-languageserver-types';
import type { Change } from '../network/checks/diagnostic.ts';
import * as ast from './generated/ast.ts';
import { isNodeOrigin, isTextOrigin, type NodeOrigin, rangeOf } from './origins.ts';

/** Changes as edits of `.knet` text, by file. Changes whose origin is no place in such a file are left out. */
export function textEdits(changes: readonly Change[]): Map<string, TextEdit[]> {
  const edits = new Map<string, TextEdit[]>();
  for (const change of changes) {
    const edit = editOf(change);
    if (edit) edits.set(edit.uri, [...(edits.get(edit.uri) ?? []), edit.edit]);
  }
  return edits;
}

interface Edit {
  readonly uri: string;
  readonly edit: TextEdit;
}

function editOf(change: Change): Edit | undefined {
  if (change.kind === 'insert')
    return isNodeOrigin(change.into) ? insert(change.into.node, fieldText(change)) : undefined;
  const { origin } = change;
  if (isNodeOrigin(origin)) return change.kind === 'set' ? set(origin, change.value) : remove(origin);
  const range = isTextOrigin(origin) ? rangeOf(origin) : undefined;
  return range && { uri: range.uri, edit: { range: range.range, newText: change.kind === 'set' ? change.value : '' } };
}

const fieldText = ({ field, value }: { field: string; value: string }) => (value ? `${field} ${value}` : field);

/** Where the text of a node is, to edit it by offsets. */
class Place {
  readonly uri: string;
  readonly text: string;
  private readonly positionAt: (offset: number) => Range['start'];

  constructor(node: AstNode) {
    const { textDocument, uri } = AstUtils.getDocument(node);
    this.uri = uri.toString();
    this.text = textDocument.getText();
    this.positionAt = (offset) => textDocument.positionAt(offset);
  }

  replace(start: number, end: number, newText: string): Edit {
    return { uri: this.uri, edit: { range: { start: this.positionAt(start), end: this.positionAt(end) }, newText } };
  }

  lineStart = (offset: number) => this.text.lastIndexOf('\n', offset - 1) + 1;

  lineEnd(offset: number): number {
    const end = this.text.indexOf('\n', offset);
    return end < 0 ? this.text.length : end + 1;
  }

  /** White space in front of the first word of the line. */
  indentation = (offset: number) => /^[ \t]*/.exec(this.text.slice(this.lineStart(offset)))![0];

  startsLine = (offset: number) => this.text.slice(this.lineStart(offset), offset).trim() === '';
  endsLine = (offset: number) => this.text.slice(offset, this.lineEnd(offset)).trim() === '';
}

function set(origin: NodeOrigin, value: string): Edit | undefined {
  const { node, property } = origin;
  if (property === undefined && ast.isValueField(node)) return setField(node, value);
  const range = rangeOf(origin);
  return range && { uri: range.uri, edit: { range: range.range, newText: value } };
}

/** All values of a field at once; a flag that stands alone gets one. */
function setField(node: ast.ValueField, value: string): Edit | undefined {
  const place = new Place(node);
  const values = GrammarUtils.findNodesForProperty(node.$cstNode, 'values');
  const keyword = GrammarUtils.findNodeForProperty(node.$cstNode, 'keyword');
  if (values.length > 0) return place.replace(values[0]!.offset, values.at(-1)!.end, value);
  return keyword && place.replace(keyword.end, keyword.end, ` ${value}`);
}

/** Into a block of one line at its end, into others on a line of its own; a declaration without a block gets one. */
function insert(node: AstNode, text: string): Edit | undefined {
  const cst = node.$cstNode;
  if (!cst) return undefined;
  const place = new Place(node);
  if (ast.isPort(node)) return insertIntoPort(place, node, text);
  const [open, close] = ['{', '}'].map((brace) => ownLeaf(node, brace));
  if (!open) return place.replace(cst.end, cst.end, ` { ${text} }`);
  const inner = place.text.slice(open.end, close?.offset ?? cst.end);
  if (close && inner.trim() === '' && !inner.includes('\n')) return place.replace(open.end, close.offset, ` ${text} `);
  if (close && place.startsLine(close.offset)) return insertLine(place, node, close, text);
  const end = open.end + inner.trimEnd().length;
  return place.replace(end, end, `  ${text}`);
}

/** `80/TCP -> http nodePort 30080`: the target of a port stands behind an arrow, right behind the port. */
function insertIntoPort(place: Place, node: ast.Port, text: string): Edit | undefined {
  const [keyword, value] = text.split(' ');
  const number = ['protocol', 'number']
    .map((name) => GrammarUtils.findNodeForProperty(node.$cstNode, name))
    .find(Boolean);
  const end = keyword === 'targetPort' ? (number ?? node.$cstNode!).end : node.$cstNode!.end;
  return place.replace(end, end, keyword === 'targetPort' ? ` -> ${value}` : ` ${text}`);
}

function insertLine(place: Place, node: AstNode, close: CstNode, text: string): Edit {
  const fields = ast.isDeclaration(node) ? node.fields : [];
  const sibling = fields?.map((field) => field.$cstNode).find((cst) => cst && place.startsLine(cst.offset));
  const indentation = sibling ? place.indentation(sibling.offset) : `${place.indentation(close.offset)}  `;
  const at = place.lineStart(close.offset);
  return place.replace(at, at, `${indentation}${text}\n`);
}

/** A brace of the node's own block, not of one inside it. */
function ownLeaf(node: AstNode, text: string): CstNode | undefined {
  return CstUtils.flattenCst(node.$cstNode!).find((leaf) => leaf.text === text && leaf.astNode === node);
}

/** A value of several goes alone; the last one takes its field with it. */
function remove({ node, property, index }: NodeOrigin): Edit | undefined {
  const list = property === undefined ? undefined : (node as unknown as Record<string, unknown>)[property];
  if (Array.isArray(list) && list.length > 1)
    return removeText(node, GrammarUtils.findNodeForProperty(node.$cstNode, property, index));
  return removeNode(node);
}

function removeNode(node: AstNode): Edit | undefined {
  const { $container: container, $containerProperty: property } = node;
  const isPart = container !== undefined && property !== 'fields' && property !== 'items';
  const siblings = isPart ? (container as unknown as Record<string, unknown>)[property!] : undefined;
  if (isPart && (!Array.isArray(siblings) || siblings.length < 2)) return removeNode(container);
  return removeText(node, node.$cstNode);
}

/** With its lines when nothing else is on them, else with the white space in front of it. */
function removeText(node: AstNode, cst: CstNode | undefined): Edit | undefined {
  if (!cst) return undefined;
  const place = new Place(node);
  if (place.startsLine(cst.offset) && place.endsLine(cst.end))
    return place.replace(place.lineStart(cst.offset), place.lineEnd(cst.end), '');
  const before = place.text.slice(0, cst.offset);
  if (/\{\s*$/.test(before))
    return place.replace(cst.offset, cst.end + /^[ \t]*/.exec(place.text.slice(cst.end))![0].length, '');
  return place.replace(before.trimEnd().length, cst.end, '');
}
