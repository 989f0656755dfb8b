import { type CompositeCstNode, type CstNode, isCompositeCstNode, type LangiumDocument } from 'langium';
import { type FoldingRange, FoldingRangeKind } from 'vscode-languageserver';
import { perModel } from '../../analysis/model.ts';
import * as ast from '../../language/generated/ast.ts';
import type { Feature } from '../feature.ts';

/** Blocks of several lines, comments, and runs of imports or of comment lines. */
export const folding: Feature = {
  capabilities: { foldingRangeProvider: true },
  register({ connection, answer }) {
    connection.onFoldingRanges(({ textDocument }, token) =>
      answer<FoldingRange[]>('folding', [], textDocument.uri, token, foldingOf),
    );
  },
};

const foldingOf = perModel(({ documents: [document] }): FoldingRange[] => [
  ...blocks(document!, (document!.parseResult.value as ast.Model).items ?? []),
  ...comments(document!),
  ...imports(document!),
]);

/** The line of the closing brace stays in view. */
function* blocks(document: LangiumDocument, fields: readonly ast.Field[]): Generator<FoldingRange> {
  for (const node of fields) {
    const cst = node.$cstNode;
    if (!ast.isDeclaration(node) || !cst) continue;
    const { start, end } = cst.range;
    const closed = document.textDocument.getText().charAt(cst.end - 1) === '}';
    const endLine = closed ? end.line - 1 : end.line;
    if (endLine > start.line) yield { startLine: start.line, endLine };
    yield* blocks(document, node.fields ?? []);
  }
}

function* comments({ parseResult }: LangiumDocument): Generator<FoldingRange> {
  const root = parseResult.value.$cstNode;
  const kind = FoldingRangeKind.Comment;
  const lines: number[] = [];
  for (const leaf of root && isCompositeCstNode(root) ? hiddenIn(root) : []) {
    if (!leaf.text.startsWith('/')) continue;
    const { start, end } = leaf.range;
    if (end.line > start.line) yield { startLine: start.line, endLine: end.line, kind };
    else if (leaf.text.startsWith('//')) lines.push(start.line);
  }
  yield* runs(lines, kind);
}

function* hiddenIn(cst: CompositeCstNode): Generator<CstNode> {
  for (const child of cst.content) {
    if (isCompositeCstNode(child)) yield* hiddenIn(child);
    else if (child.hidden) yield child;
  }
}

/** Only consecutive lines are a run: a blank line parts two thoughts. */
function* runs(lines: readonly number[], kind: FoldingRangeKind): Generator<FoldingRange> {
  let start = lines[0];
  for (const [index, line] of lines.entries()) {
    if (lines[index + 1] === line + 1) continue;
    if (start !== undefined && line > start) yield { startLine: start, endLine: line, kind };
    start = lines[index + 1];
  }
}

function imports({ parseResult }: LangiumDocument): Iterable<FoldingRange> {
  const items = (parseResult.value as ast.Model).items ?? [];
  const lines = items.filter(ast.isImport).flatMap(({ $cstNode }) => $cstNode?.range.start.line ?? []);
  return runs(lines, FoldingRangeKind.Imports);
}
