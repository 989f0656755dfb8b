import type { AstNode, LangiumDocument } from 'langium';
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
import { stampOf } from './incremental/stamp.ts';
import { rangeOf } from './origins.ts';
import { contentsOf } from './tree.ts';

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
  if (ast.isModel(root)) for (const item of root.items ?? []) reportAll(report, item);
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

/** Declarations in which nothing was wrong, and as what. */
const faultless = new WeakMap<AstNode, object>();

/** A node and all in it. Where nothing was wrong and nothing has changed since, nothing is wrong. */
function reportAll(report: Report, node: AstNode): boolean {
  if (faultless.get(node) === stampOf(node)) return true;
  reportNode(report, node);
  let good = !ast.isUnknownField(node) && !ast.isStray(node);
  for (const child of contentsOf(node)) good = reportAll(report, child) && good;
  // A report that has spoken may have been silent here because of what it said.
  good &&= report.diagnostics.length === 0;
  if (good && ast.isDeclaration(node)) faultless.set(node, stampOf(node));
  return good;
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
