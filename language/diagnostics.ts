import { type AstNode, AstUtils, type LangiumDocument } from 'langium';
import type { Diagnostic } from '../network/checks/diagnostic.ts';
import { reportHead } from './diagnostics/declarations.ts';
import { isCniField, reportForeignCniField, reportValues } from './diagnostics/fields.ts';
import { reportParserErrors } from './diagnostics/parser.ts';
import { reportParts } from './diagnostics/parts.ts';
import { reportQuestion } from './diagnostics/questions.ts';
import { reportImports, reportReferences } from './diagnostics/references.ts';
import { Report } from './diagnostics/report.ts';
import { reportCharacters, reportNotes } from './diagnostics/tokens.ts';
import { reportStray, reportUnknown } from './diagnostics/unknown.ts';
import * as ast from './generated/ast.ts';
import { rangeOf } from './origins.ts';

/**
 * What is wrong with the text of one file: SYNTAX, UNKNOWN-FIELD, UNRESOLVED and IMPORT, in the order of the text, with
 * repairs as data. Each cause is said once, from the surest reading to the least: characters, braces, words, and what the
 * parser was left with.
 */
export function syntaxDiagnostics(document: LangiumDocument): Diagnostic[] {
  const report = new Report(document);
  reportCharacters(report);
  reportNotes(report);
  const root = document.parseResult.value;
  if (ast.isModel(root)) for (const node of AstUtils.streamAst(root)) reportNode(report, node);
  reportReferences(report);
  reportParserErrors(report);
  if (ast.isModel(root)) reportImports(report);
  return inOrder(report.diagnostics);
}

function inOrder(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const placed = diagnostics.map((diagnostic) => ({ diagnostic, start: rangeOf(diagnostic.origin)?.range.start }));
  placed.sort(({ start: a }, { start: b }) => (a && b ? a.line - b.line || a.character - b.character : 0));
  return placed.map(({ diagnostic }) => diagnostic);
}

type Part = (report: Report, node: AstNode) => void;

/** What has to be looked at in a node, by its type: worked out once a type. */
const parts = new Map<string, readonly Part[]>();

function reportNode(report: Report, node: AstNode): void {
  const found = parts.get(node.$type) ?? partsOf(node);
  parts.set(node.$type, found);
  for (const part of found) part(report, node);
}

function partsOf(node: AstNode): Part[] {
  const own = ownPart(node);
  return [...(own ? [own as Part] : []), ...(ast.isField(node) ? [reportIfForeign as Part] : [])];
}

function ownPart(node: AstNode) {
  if (ast.isUnknownField(node)) return reportUnknown;
  if (ast.isStray(node)) return reportStray;
  if (ast.isQuestion(node)) return reportQuestion;
  if (ast.isValueField(node)) return reportValues;
  if (ast.isDeclaration(node)) return reportHead;
  return ast.isField(node) ? reportParts : undefined;
}

function reportIfForeign(report: Report, node: ast.Field): void {
  if (isCniField(node)) reportForeignCniField(report, node.$container, node);
}
