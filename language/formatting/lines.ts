import * as ast from '../generated/ast.ts';
import { type Block, blocksOf, INDENT } from './blocks.ts';
import { gapBetween } from './spacing.ts';
import type { Token } from './tokens.ts';

/** A token in its line. What aligns it with pieces of other lines moves it to the right, never to the left. */
export interface Piece {
  readonly token: Token;
  /** Spaces in front of it at least; of the first piece of a line the indentation. */
  gap: number;
  /** Where it will stand, from 0. */
  column: number;
  /** The pieces that stand in one column with this one. */
  stop?: { column: number; members: Piece[] };
}

export interface Line {
  readonly pieces: readonly Piece[];
  /** A blank line in front of it, which also ends what is aligned together. */
  readonly blank: boolean;
  readonly indent: number;
  /** A comment behind something. */
  readonly trailing?: Piece;
}

/** Cuts the tokens into lines: the author's, but for the braces of blocks and declarations that share a line. */
export function linesOf(tokens: readonly Token[]): Line[] {
  const blocks = blocksOf(tokens);
  const lines: Token[][] = [];
  const indents: number[] = [];
  const stack: Block[] = [];
  for (const [index, token] of tokens.entries()) {
    const before = tokens[index - 1];
    const block = blocks.get(index);
    if (token.brace === 'close') stack.pop();
    const inside = stack.at(-1);
    if (!before || breaksBefore({ before, token, block, inside })) {
      lines.push([]);
      indents.push(indentOf(token, inside));
    }
    lines.at(-1)!.push(token);
    if (token.brace === 'open' && block) stack.push(block);
  }
  return lines.map((line, index) => lineOf(line, indents[index]!, lines[index - 1]?.at(-1)));
}

interface Juncture {
  readonly before: Token;
  readonly token: Token;
  /** The block whose brace the token is. */
  readonly block?: Block;
  readonly inside?: Block;
}

function breaksBefore({ before, token, block, inside }: Juncture): boolean {
  if (before.comment === 'line') return true;
  const isApart = before.endLine < token.line;
  if (token.comment) return isApart;
  if (token.brace === 'open') return false;
  if (token.brace === 'close') return block?.multiline ?? false;
  if (token.field) return isApart || breaksBeforeField(before, token.field, inside);
  return isApart && !isHead(token);
}

/** Plain fields may share a line where the author put them on one; what has a block stands alone. */
function breaksBeforeField(before: Token, field: ast.Field, inside: Block | undefined): boolean {
  if (!inside) return true;
  if (!inside.multiline) return false;
  return inside.wasOneLine || before.brace !== undefined || hasBlock(field) || isFirst(field);
}

function isFirst(field: ast.Field): boolean {
  return ast.isDeclaration(field.$container) && field.$container.fields[0] === field;
}

function hasBlock(field: ast.Field): boolean {
  return ast.isDeclaration(field) && (field.$cstNode?.text.endsWith('}') ?? false);
}

/** Kind and name of a declaration belong together. */
const isHead = ({ leaf }: Token) => ast.isDeclaration(leaf.astNode);

function indentOf(token: Token, inside: Block | undefined): number {
  const depth = inside ? inside.depth + 1 : 0;
  const continues = !token.field && !token.comment && token.brace === undefined;
  return (depth + (continues ? 1 : 0)) * INDENT;
}

function lineOf(tokens: readonly Token[], indent: number, before: Token | undefined): Line {
  let lastField: ast.Field | undefined;
  const pieces = tokens.map((token, index): Piece => {
    const gap = index === 0 ? indent : gapBetween(tokens[index - 1]!, token, lastField);
    lastField = token.field ?? lastField;
    return { token, gap, column: 0 };
  });
  const last = pieces.at(-1)!;
  const trailing = pieces.length > 1 && last.token.comment ? last : undefined;
  return { pieces, indent, trailing, blank: isBlank(before, tokens[0]!) };
}

/** Blocks neither begin nor end with a blank line. */
function isBlank(before: Token | undefined, first: Token): boolean {
  return before !== undefined && before.brace !== 'open' && first.brace !== 'close' && first.line > before.endLine + 1;
}
