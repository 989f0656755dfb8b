import { type AstNode, type CstNode, GrammarUtils, type LangiumDocument, type Reference } from 'langium';
import { AllSemanticTokenModifiers, AllSemanticTokenTypes } from 'langium/lsp';
import { type Range, SemanticTokenModifiers, type SemanticTokens, SemanticTokenTypes } from 'vscode-languageserver';
import { type Model, perModel } from '../../analysis/model.ts';
import * as ast from '../../language/generated/ast.ts';
import { stampOf } from '../../language/incremental/stamp.ts';
import { type Identities, identitiesOf } from '../../language/lowering/identities.ts';
import type { Feature } from '../feature.ts';

const NOTHING: SemanticTokens = { data: [] };

/**
 * Colours that only the parser knows: a name that looks like a keyword, and the kind of object a name stands for. The
 * TextMate grammar has coloured the rest already.
 */
export const semanticTokens: Feature = {
  capabilities: {
    semanticTokensProvider: {
      legend: {
        tokenTypes: Object.keys(AllSemanticTokenTypes),
        tokenModifiers: Object.keys(AllSemanticTokenModifiers),
      },
      full: true,
      range: true,
    },
  },
  register({ connection, answer }) {
    const { semanticTokens: requests } = connection.languages;
    requests.on((params, token) => answer('semantic tokens', NOTHING, params.textDocument.uri, token, allTokens));
    requests.onRange((params, token) =>
      answer('semantic tokens', NOTHING, params.textDocument.uri, token, (model) => encode(model, params.range)),
    );
  },
};

/** A coloured word: line and column in the file, length, and the numbers of the legend. */
type Token = readonly [line: number, column: number, length: number, type: number, modifiers: number];

const allTokens = perModel((model) => encode(model));

/** The numbers of the protocol: each token's place by its distance from the one before. */
function encode(model: Model, range?: Range): SemanticTokens {
  const data: number[] = [];
  let [lastLine, lastColumn] = [0, 0];
  for (const [line, column, ...rest] of tokensOf(model, range)) {
    data.push(line - lastLine, line === lastLine ? column - lastColumn : column, ...rest);
    [lastLine, lastColumn] = [line, column];
  }
  return { data };
}

function* tokensOf({ documents }: Model, range?: Range): Generator<Token> {
  const [document, ...imported] = documents;
  const identities = identitiesOf([...imported, document!]);
  for (const item of itemsOf(document!)) {
    const place = item.$cstNode?.range;
    if (!place || (range && (place.end.line < range.start.line || place.start.line > range.end.line))) continue;
    for (const [line, ...rest] of itemTokens(item, identities)) yield [line + place.start.line, ...rest];
  }
}

const itemsOf = ({ parseResult }: LangiumDocument) => (parseResult.value as ast.Model).items ?? [];

interface Memo {
  readonly stamp: object;
  readonly identities: Identities;
  readonly column: number;
  readonly tokens: readonly Token[];
}

const known = new WeakMap<AstNode, Memo>();

/** Lines counted from the item's own. Remembered until something in the item changes, or a name comes or goes. */
function itemTokens(item: AstNode, identities: Identities): readonly Token[] {
  const { line, character: column } = item.$cstNode!.range.start;
  const memo = known.get(item);
  const stamp = stampOf(item);
  if (memo?.stamp === stamp && memo.identities === identities && memo.column === column) return memo.tokens;
  const tokens: Token[] = [];
  highlight(item, line, tokens);
  tokens.sort(([lineA, columnA], [lineB, columnB]) => lineA - lineB || columnA - columnB);
  known.set(item, { stamp, identities, column, tokens });
  return tokens;
}

/** What themes colour by; knet's kinds are put to the nearest of the protocol's. */
const TYPES: Readonly<Record<string, SemanticTokenTypes>> = {
  Cluster: SemanticTokenTypes.class,
  Vpc: SemanticTokenTypes.class,
  Network: SemanticTokenTypes.type,
  Subnet: SemanticTokenTypes.type,
  Overlay: SemanticTokenTypes.type,
  Namespace: SemanticTokenTypes.namespace,
  Service: SemanticTokenTypes.interface,
  Ingress: SemanticTokenTypes.interface,
  Workload: SemanticTokenTypes.function,
  NetworkPolicy: SemanticTokenTypes.enum,
  SecurityGroup: SemanticTokenTypes.enum,
  Cni: SemanticTokenTypes.enumMember,
  Backend: SemanticTokenTypes.enumMember,
  KubeProxy: SemanticTokenTypes.enumMember,
  Dns: SemanticTokenTypes.enumMember,
};

const typeOf = (node: AstNode): SemanticTokenTypes => TYPES[node.$type] ?? SemanticTokenTypes.variable;

/** A node and all in it. */
function highlight(node: AstNode, firstLine: number, tokens: Token[]): void {
  const add = (cst: CstNode | undefined, type: SemanticTokenTypes, modifiers = 0) => {
    if (!cst) return;
    const { line, character } = cst.range.start;
    tokens.push([line - firstLine, character, cst.length, AllSemanticTokenTypes[type]!, modifiers]);
  };
  if (ast.isDeclaration(node)) {
    add(GrammarUtils.findNodeForProperty(node.$cstNode, 'keyword'), SemanticTokenTypes.keyword);
    if (node.name !== undefined)
      add(GrammarUtils.findNodeForProperty(node.$cstNode, 'name'), typeOf(node), DECLARATION);
  }
  for (const value of valuesOf(node)) {
    if ('$type' in value) highlight(value as AstNode, firstLine, tokens);
    else if ('$refText' in value) highlightReference(value as Reference, add);
  }
}

const DECLARATION = AllSemanticTokenModifiers[SemanticTokenModifiers.declaration]!;

/** A reference has the colour of what it leads to; one that leads nowhere is underlined, and needs no colour. */
function highlightReference(
  { ref: target, $refNode: cst }: Reference,
  add: (cst: CstNode | undefined, type: SemanticTokenTypes) => void,
): void {
  if (target) add(cst, typeOf(target));
}

/** Nodes and references that a node holds. */
const valuesOf = (node: AstNode): object[] =>
  Object.entries(node)
    .filter(([property]) => !property.startsWith('$'))
    .flatMap(([, value]) => value)
    .filter((value) => typeof value === 'object' && value !== null);
