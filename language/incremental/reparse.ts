import { type AstNode, AstUtils, type LangiumDocument } from 'langium';
import * as ast from '../generated/ast.ts';
import { blockAround, kindAround } from './block.ts';
import { changeBetween } from './change.ts';
import { isClean, type PieceParser } from './piece.ts';
import { splice } from './splice.ts';

/** A declaration that was read anew: what it was, with all in it, and what it is. */
export interface Replaced {
  readonly old: ast.Declaration;
  readonly fresh: ast.Declaration;
}

/**
 * Reads only the innermost block that a change lies in and puts it into the tree. Undefined, with nothing changed,
 * wherever the rest of the file could be read otherwise than before: when there are syntax errors before or after, and
 * when a word may or may not be a misspelt keyword depending on names declared elsewhere. The whole is read then.
 */
export function reparseBlock(document: LangiumDocument, text: string, parser: PieceParser): Replaced | undefined {
  const root = document.parseResult.value;
  const before = root.$cstNode?.root.fullText;
  if (before === undefined || !ast.isModel(root) || !isClean(document.parseResult)) return undefined;
  const change = changeBetween(before, text);
  const block = blockAround(root, change);
  const kind = block && kindAround(block.node, parser.file);
  if (!block || !kind) return undefined;
  const { node: old, cst } = block;
  const piece = text.slice(cst.offset, cst.end + change.newEnd - change.oldEnd);
  const fresh = parser.parse(piece, block.rule, kind)?.value;
  if (!fresh || !isLike(old, fresh)) return undefined;
  const rest: Rest = [text.slice(0, cst.offset), text.slice(cst.offset + piece.length)];
  if (mayBeReadOtherwise(rest, fresh, parser.heads(cst.text), parser.heads(piece))) return undefined;
  splice(block, fresh, text);
  document.parseResult = { ...document.parseResult };
  return { old, fresh };
}

const isLike = (old: ast.Declaration, fresh: AstNode): fresh is ast.Declaration =>
  ast.isDeclaration(fresh) && fresh.$type === old.$type && fresh.keyword === old.keyword && fresh.name === old.name;

/** The text in front of the piece and behind it. */
type Rest = readonly [string, string];

/**
 * A name in front of a brace is taken for no misspelt keyword anywhere in the file. So a name that comes or goes
 * matters where the rest of the file has the word too, and an unknown word where the rest declares it.
 */
function mayBeReadOtherwise(
  rest: Rest,
  fresh: ast.Declaration,
  before: ReadonlySet<string>,
  after: ReadonlySet<string>,
): boolean {
  const unknown = AstUtils.streamAllContents(fresh)
    .filter(ast.isUnknownField)
    .map(({ name }) => name);
  const come = [...after].filter((word) => !before.has(word));
  const gone = [...before].filter((word) => !after.has(word));
  return [...come, ...gone, ...unknown].some((word) => rest.some((part) => hasWord(part, word)));
}

function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1))
    if (!isWordAt(text, at - 1) && !isWordAt(text, at + word.length)) return true;
  return false;
}

const isWordAt = (text: string, index: number) => /[\w.-]/.test(text[index] ?? '');
