import { CstUtils, GrammarAST, type LangiumDocument, type LeafCstNode } from 'langium';
import type { Position } from 'vscode-languageserver-types';
import type { Model } from './model.ts';

/** The token at a position of one of the model's files, if there is one that means something. */
export interface Leaf {
  readonly document: LangiumDocument;
  readonly offset: number;
  readonly node: LeafCstNode;
  /** A word of the language, as against a name, a literal or a value. */
  readonly keyword: boolean;
}

/** The token at a position; undefined in white space, in comments, and in files that are not the model's. */
export function leafAt(model: Model, uri: string, position: Position): Leaf | undefined {
  const document = model.documents.find((one) => one.uri.toString() === uri);
  const root = document?.parseResult.value.$cstNode;
  if (!document || !root) return undefined;
  const offset = document.textDocument.offsetAt(position);
  const node = CstUtils.findLeafNodeAtOffset(root, offset);
  if (!node || node.hidden) return undefined;
  return { document, offset, node, keyword: GrammarAST.isKeyword(node.grammarSource) && /^\w/.test(node.text) };
}
