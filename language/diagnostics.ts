import { AstUtils, type LangiumDocument } from 'langium';
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
  reportParserErrors(report);
  if (ast.isModel(root)) reportImports(report);
  return report.diagnostics;
}

function reportNode(report: Report, node: ReturnType<typeof AstUtils.getDocument>['parseResult']['value']): void {
  if (ast.isUnknownField(node)) reportUnknown(report, node);
  else if (ast.isStray(node)) reportStray(report, node);
  else if (ast.isQuestion(node)) reportQuestion(report, node);
  else if (ast.isValueField(node)) reportValues(report, node);
  else if (ast.isDeclaration(node)) reportHead(report, node);
  else if (ast.isField(node)) reportParts(report, node);
  if (ast.isField(node) && isCniField(node)) reportForeignCniField(report, node.$container, node);
  reportReferences(report, node);
}
