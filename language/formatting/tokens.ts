import { AstUtils, CstUtils, type LangiumDocument, type LeafCstNode } from 'langium';
import * as ast from '../generated/ast.ts';
import { notesOf } from '../parsing/note.ts';

/** A token or comment of the text, with what the formatter needs to know of its place in the syntax tree. */
export interface Token {
  readonly text: string;
  readonly offset: number;
  readonly end: number;
  /** Where it stands in the source; line and column from 0. */
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly leaf: LeafCstNode;
  /** `//` comments end their line, those between slash and star need not. */
  readonly comment?: 'line' | 'block';
  /** The field that begins with this token. */
  readonly field?: ast.Field;
  /** The brace of a declaration's block; braces of selectors are none. */
  readonly brace?: 'open' | 'close';
}

/** The tokens of a sound text, comments among them. Undefined for one with mistakes: nobody knows how it is meant. */
export function tokensOf(document: LangiumDocument): Token[] | undefined {
  const { value, lexerErrors, parserErrors, lexerReport } = document.parseResult;
  const root = value.$cstNode;
  if (!root || lexerErrors.length + parserErrors.length + notesOf(lexerReport).length > 0) return undefined;
  const fields = new Map<number, ast.Field>();
  for (const node of AstUtils.streamAst(value)) {
    if (ast.isUnknownField(node) || ast.isStray(node)) return undefined;
    if (ast.isField(node) && node.$cstNode) fields.set(node.$cstNode.offset, node);
  }
  const tokens = CstUtils.flattenCst(root)
    .map((leaf) => tokenOf(leaf, fields))
    .toArray();
  const text = document.textDocument.getText();
  // A tree of an earlier text has other places.
  return root.root.fullText === text && isWhole(tokens, text) ? tokens : undefined;
}

function tokenOf(leaf: LeafCstNode, fields: ReadonlyMap<number, ast.Field>): Token {
  const { text, offset, end, range } = leaf;
  const place = { line: range.start.line, column: range.start.character, endLine: range.end.line };
  const base = { text, offset, end, leaf, ...place };
  if (leaf.hidden) return { ...base, comment: text.startsWith('//') ? 'line' : 'block' };
  const brace = ast.isDeclaration(leaf.astNode) ? braceOf(text) : undefined;
  return { ...base, field: fields.get(offset), brace };
}

function braceOf(text: string): Token['brace'] {
  return text === '{' ? 'open' : text === '}' ? 'close' : undefined;
}

/** Whether nothing but white space lies between the tokens: what is written anew must not lose a character. */
function isWhole(tokens: readonly Token[], text: string): boolean {
  let end = 0;
  for (const token of tokens) {
    if (token.offset < end || text.slice(end, token.offset).trim() !== '') return false;
    end = token.end;
  }
  return text.slice(end).trim() === '';
}
