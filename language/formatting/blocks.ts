import type * as ast from '../generated/ast.ts';
import { gapBetween } from './spacing.ts';
import type { Token } from './tokens.ts';

/** A block on one line that would be wider than this is opened: one field a line. */
const MAX_WIDTH = 140;

export const INDENT = 2;

/** A pair of braces, by index of the tokens. */
export interface Block {
  readonly open: number;
  readonly close: number;
  /** Undefined in the file itself. */
  readonly parent?: Block;
  readonly depth: number;
  /** Its fields stand on lines of their own. */
  readonly multiline: boolean;
  /** It was on one line in the source. */
  readonly wasOneLine: boolean;
}

/** The blocks of a text by the index of their braces: each brace leads to its block. */
export function blocksOf(tokens: readonly Token[]): ReadonlyMap<number, Block> {
  const closers = pairs(tokens);
  const blocks = new Map<number, Block>();
  const stack: Block[] = [];
  let head = 0;
  for (const [index, token] of tokens.entries()) {
    if (token.field) head = index;
    if (token.brace === 'open') {
      const close = closers.get(index);
      if (close === undefined) continue;
      const block = blockOf(tokens, { head, open: index, close }, stack.at(-1));
      blocks.set(index, block).set(close, block);
      stack.push(block);
    } else if (token.brace === 'close') stack.pop();
  }
  return blocks;
}

function pairs(tokens: readonly Token[]): Map<number, number> {
  const closers = new Map<number, number>();
  const open: number[] = [];
  for (const [index, { brace }] of tokens.entries()) {
    if (brace === 'open') open.push(index);
    const opener = brace === 'close' ? open.pop() : undefined;
    if (opener !== undefined) closers.set(opener, index);
  }
  return closers;
}

interface Braces {
  /** The first token of the declaration. */
  readonly head: number;
  readonly open: number;
  readonly close: number;
}

function blockOf(tokens: readonly Token[], { head, open, close }: Braces, parent: Block | undefined): Block {
  const depth = parent ? parent.depth + 1 : 0;
  const wasOneLine = tokens[open]!.endLine === tokens[close]!.line;
  const isAlone = !parent || parent.multiline;
  const isWide = isAlone && wasOneLine && depth * INDENT + widthOf(tokens, head, close) > MAX_WIDTH;
  const multiline = close > open + 1 && (!wasOneLine || isWide);
  return { open, close, parent, depth, multiline, wasOneLine };
}

/** Characters of the tokens on one line, without any alignment. */
function widthOf(tokens: readonly Token[], from: number, to: number): number {
  let width = tokens[from]!.text.length;
  let field: ast.Field | undefined = tokens[from]!.field;
  for (let i = from + 1; i <= to; i++) {
    width += gapBetween(tokens[i - 1]!, tokens[i]!, field) + tokens[i]!.text.length;
    field = tokens[i]!.field ?? field;
  }
  return width;
}
