import { GrammarUtils } from 'langium';
import { type DocumentSymbol, SymbolKind } from 'vscode-languageserver';
import { perModel } from '../../analysis/model.ts';
import * as ast from '../../language/generated/ast.ts';
import type { Feature } from '../feature.ts';

/** The icon of each kind of declaration; the others are properties of what is around them. */
const KINDS: Readonly<Record<string, SymbolKind>> = {
  cluster: SymbolKind.Module,
  extend: SymbolKind.Module,
  vpc: SymbolKind.Package,
  network: SymbolKind.Interface,
  vSwitch: SymbolKind.Interface,
  subnet: SymbolKind.Interface,
  overlay: SymbolKind.Interface,
  router: SymbolKind.Interface,
  node: SymbolKind.Class,
  nodes: SymbolKind.Class,
  host: SymbolKind.Class,
  namespace: SymbolKind.Namespace,
  pod: SymbolKind.Object,
  deployment: SymbolKind.Object,
  statefulSet: SymbolKind.Object,
  daemonSet: SymbolKind.Object,
  job: SymbolKind.Object,
  container: SymbolKind.Object,
  service: SymbolKind.Function,
  ingress: SymbolKind.Function,
  networkPolicy: SymbolKind.Key,
  trace: SymbolKind.Event,
  expect: SymbolKind.Event,
};

export const symbolKindOf = (keyword: string): SymbolKind | undefined =>
  Object.hasOwn(KINDS, keyword) ? KINDS[keyword] : undefined;

export const outline: Feature = {
  capabilities: { documentSymbolProvider: true },
  register({ connection, answer }) {
    connection.onDocumentSymbol(({ textDocument }, token) =>
      answer<DocumentSymbol[]>('outline', [], textDocument.uri, token, symbolsOf),
    );
  },
};

/** Editors ask again and again for the outline of one text. */
const symbolsOf = perModel(({ documents: [document] }): DocumentSymbol[] => {
  const model = document?.parseResult.value;
  return ast.isModel(model) ? model.items.flatMap(symbolOf) : [];
});

/** Declarations with a block or a name, questions, and nothing of what cannot be read. */
function symbolOf(item: ast.Field): DocumentSymbol[] {
  const node = item.$cstNode;
  if (!node) return [];
  if (ast.isQuestion(item)) {
    const name = node.text.replace(/\s+/g, ' ');
    return [{ name, kind: SymbolKind.Event, range: node.range, selectionRange: node.range }];
  }
  if (!ast.isDeclaration(item)) return [];
  const written = GrammarUtils.findNodeForProperty(node, ast.isExtend(item) ? 'target' : 'name');
  const keyword = GrammarUtils.findNodeForProperty(node, 'keyword');
  return [
    {
      // An empty name is an error in the protocol; a block without one is called by its keyword.
      name: written?.text || item.keyword,
      detail: written ? item.keyword : undefined,
      kind: symbolKindOf(item.keyword) ?? SymbolKind.Property,
      range: node.range,
      selectionRange: (written ?? keyword ?? node).range,
      children: item.fields.flatMap(symbolOf),
    },
  ];
}
