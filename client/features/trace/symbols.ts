import * as vscode from 'vscode';
import { type Section, sectionsOf } from './outline.ts';

const KINDS: Readonly<Record<Section['kind'], vscode.SymbolKind>> = {
  path: vscode.SymbolKind.Namespace,
  way: vscode.SymbolKind.Module,
  hop: vscode.SymbolKind.Class,
  step: vscode.SymbolKind.Event,
};

/** The outline of a trace, by which an editor also keeps the machine in view while its steps are scrolled. */
export const traceSymbols: vscode.DocumentSymbolProvider = {
  provideDocumentSymbols(document) {
    const lines = Array.from({ length: document.lineCount }, (_, line) => document.lineAt(line).text);
    return sectionsOf(lines).map((section) => symbolOf(document, section));
  },
};

function symbolOf(document: vscode.TextDocument, section: Section): vscode.DocumentSymbol {
  const { kind, name, detail, line, lastLine, children } = section;
  const range = document.lineAt(line).range.union(document.lineAt(lastLine).range);
  const symbol = new vscode.DocumentSymbol(name, detail, KINDS[kind], range, document.lineAt(line).range);
  symbol.children = children.map((child) => symbolOf(document, child));
  return symbol;
}
