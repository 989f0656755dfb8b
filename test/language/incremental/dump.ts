import {
  type AstNode,
  type CstNode,
  isCompositeCstNode,
  isLeafCstNode,
  isReference,
  type LangiumDocument,
} from 'langium';
import { syntaxDiagnostics } from '../../../language/diagnostics.ts';
import { rangeOf } from '../../../language/origins.ts';
import type { Origin } from '../../../network/topology/origin.ts';
import { lowerDocument } from '../support/knet.ts';

/** All that is known of a document, as text without its address: two readings of one text must not differ in it. */
export function dump(document: LangiumDocument): string[] {
  const root = document.parseResult.value;
  return [
    ...dumpNode(root, ''),
    ...dumpCst(root.$cstNode!, ''),
    ...syntaxDiagnostics(document).map((one) => `diagnostic ${json(one)}`),
    ...Object.entries(lowerDocument(document)).map(([list, values]) => `${list} ${json(values)}`),
  ];
}

function* dumpNode(node: AstNode, path: string): Generator<string> {
  yield `${path}: ${node.$type} ${place(node.$cstNode)} in ${node.$containerProperty} ${node.$containerIndex}`;
  for (const [property, value] of Object.entries(node).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (property.startsWith('$')) continue;
    const values = Array.isArray(value) ? value : [value];
    for (const [i, one] of values.entries()) yield* dumpValue(one, node, `${path}/${property}@${i}`);
  }
}

function* dumpValue(value: unknown, container: AstNode, path: string): Generator<string> {
  if (isReference(value)) {
    yield `${path}: ${value.$refText} ${place(value.$refNode)} -> ${value.ref ? place(value.ref.$cstNode) : 'nothing'}`;
  } else if (typeof value === 'object' && value !== null) {
    if ((value as AstNode).$container !== container) yield `${path} is not in its container`;
    yield* dumpNode(value as AstNode, path);
  } else {
    yield `${path}: ${value}`;
  }
}

function* dumpCst(cst: CstNode, indent: string): Generator<string> {
  const what = isLeafCstNode(cst) ? cst.tokenType.name : 'composite';
  yield `${indent}${what} ${place(cst)} ${cst.hidden} of ${cst.astNode.$type} ${place(cst.astNode.$cstNode)} ${cst.text}`;
  if (!isCompositeCstNode(cst)) return;
  for (const child of cst.content) {
    if (child.container !== cst) yield `${indent} a child of another node`;
    yield* dumpCst(child, `${indent} `);
  }
}

function place(cst: CstNode | undefined): string {
  if (!cst) return 'nowhere';
  const { start, end } = cst.range;
  return `${cst.offset}-${cst.end} ${start.line}:${start.character}-${end.line}:${end.character}`;
}

/** Origins are told by the range that they stand for. */
function json(value: unknown): string {
  return JSON.stringify(value, (_, one) => {
    if (typeof one === 'bigint') return `${one}n`;
    return isOrigin(one) ? (rangeOf(one)?.range ?? 'nowhere') : one;
  });
}

const isOrigin = (value: unknown): value is Origin => typeof value === 'object' && value !== null && 'reader' in value;
