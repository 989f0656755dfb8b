import { type AstNode, CstUtils, GrammarUtils, type LangiumDocument } from 'langium';
import {
  BACKENDS,
  CNI_KINDS,
  cniModes,
  DNS_IMPLEMENTATIONS,
  KUBE_PROXY_MODES,
  valueKindOf,
} from '../../language/fields.ts';
import * as ast from '../../language/generated/ast.ts';

/** What stands directly in front of the cursor, or of the word that is being written there. */
export interface Place {
  /** The field whose keyword it is: a value has to follow, and no other field may. */
  readonly pending?: ast.Field;
  /** The values that may follow, where there is a fixed choice. */
  readonly choices: readonly string[];
  /** The innermost declaration whose block the cursor is in. */
  readonly block?: ast.Declaration;
}

const WORD = /[\w.-]*$/;

/** What stands in front of an offset; nothing is known of a place at the beginning of a file. */
export function placeAt(document: LangiumDocument, offset: number): Place {
  const root = document.parseResult.value.$cstNode;
  const text = document.textDocument.getText().slice(0, offset);
  const end = text.slice(0, text.length - WORD.exec(text)![0].length).trimEnd().length;
  const leaf = root && end > 0 ? CstUtils.findLeafNodeAtOffset(root, end - 1) : undefined;
  if (!leaf) return { choices: [] };
  const block = blockAround(leaf.astNode, offset);
  const field = leaf.astNode;
  if (!ast.isField(field) || !isKeywordOf(field, leaf.offset)) return { choices: [], block };
  return { pending: field, choices: choicesOf(field, block), block };
}

function isKeywordOf(field: ast.Field, offset: number): boolean {
  return GrammarUtils.findNodeForProperty(field.$cstNode, 'keyword')?.offset === offset;
}

/** The block's brace has to be open before the cursor: in front of it one still writes the declaration's head. */
function blockAround(node: AstNode | undefined, offset: number): ast.Declaration | undefined {
  for (let at = node; at; at = at.$container) {
    if (!ast.isDeclaration(at)) continue;
    const brace = GrammarUtils.findNodeForKeyword(at.$cstNode, '{');
    if (brace && brace.offset < offset) return at;
  }
  return undefined;
}

function choicesOf(field: ast.Field, block: ast.Declaration | undefined): readonly string[] {
  if (ast.isCni(field)) return CNI_KINDS;
  if (ast.isBackend(field)) return BACKENDS;
  if (ast.isKubeProxy(field)) return KUBE_PROXY_MODES;
  if (ast.isDns(field)) return DNS_IMPLEMENTATIONS;
  if (!ast.isValueField(field)) return [];
  if (field.keyword === 'mode' && ast.isCni(block)) return cniModes(block.name);
  const kind = valueKindOf(block?.$type ?? '', field.keyword);
  if (kind?.kind === 'flag') return ['true', 'false'];
  return kind && 'values' in kind ? kind.values : [];
}
