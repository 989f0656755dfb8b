import { type AstNode, type CstNode, GrammarUtils } from 'langium';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import * as ast from '../../language/generated/ast.ts';
import type { Model } from '../model.ts';
import type { Hint, HintOptions } from './hint.ts';
import { rangeWords } from './ranges.ts';
import { serviceWords } from './services.ts';

/** What is to be said of a value, or of a declaration's name. */
interface Remark extends Omit<Hint, 'at'> {
  readonly about: CstNode;
}

/**
 * The hints of the lines between two offsets of the model's own file, in the order of the text. What lies outside costs
 * nothing. A hint stands at the end of its line: in the middle it would push what is written there apart.
 */
export function hintsIn(model: Model, start: number, end: number, options: HintOptions): Hint[] {
  const { textDocument, parseResult } = model.documents[0]!;
  const root = parseResult.value as ast.Model;
  const lines = new Map<number, Remark[]>();
  for (const node of fieldsIn(root.items ?? [], start, end)) {
    for (const remark of remarksOn(model, node, options)) {
      const { line } = remark.about.range.end;
      lines.set(line, [...(lines.get(line) ?? []), remark]);
    }
  }
  const hints = [...lines].map(([line, remarks]) => ({ at: endOfLine(textDocument, line), ...said(remarks) }));
  return hints.filter(({ at }) => at >= start && at <= end);
}

function remarksOn(model: Model, node: ast.Field, { ranges, services }: HintOptions): Remark[] {
  if (ranges && ast.isValueField(node)) return ofRange(model, node);
  return services && ast.isService(node) ? ofService(model, node) : [];
}

/** Where a line has several remarks, each says what it is about. */
function said(remarks: readonly Remark[]): Omit<Hint, 'at'> {
  const [first, ...others] = remarks;
  if (others.length === 0) return { text: first!.text, more: first!.more };
  const more = remarks.flatMap(({ more }) => more ?? []);
  return {
    text: remarks.map(({ about, text }) => `${about.text}: ${text}`).join('; '),
    ...(more.length > 0 && { more: more.join('\n') }),
  };
}

/** The offset behind the last character of a line that is no white space. */
function endOfLine(document: TextDocument, line: number): number {
  const range = { start: { line, character: 0 }, end: { line: line + 1, character: 0 } };
  return document.offsetAt(range.start) + document.getText(range).trimEnd().length;
}

function* fieldsIn(fields: readonly ast.Field[], start: number, end: number): Generator<ast.Field> {
  for (const field of fields) {
    const cst = field.$cstNode;
    if (!cst || cst.end < start || cst.offset > end) continue;
    yield field;
    if (ast.isDeclaration(field)) yield* fieldsIn(field.fields ?? [], start, end);
  }
}

function ofRange(model: Model, field: ast.ValueField): Remark[] {
  return rangeWords(model, field).flatMap((words, index) => {
    const about = words && nodeOf(field, 'values', index);
    return about ? [{ about, ...words! }] : [];
  });
}

function ofService(model: Model, node: ast.Service): Remark[] {
  const about = nodeOf(node, 'name');
  const words = about && serviceWords(model, node);
  return about && words ? [{ about, ...words }] : [];
}

const nodeOf = (node: AstNode, property: string, index?: number) =>
  GrammarUtils.findNodeForProperty(node.$cstNode, property, index);
