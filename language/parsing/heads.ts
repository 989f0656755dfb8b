import type { IToken } from 'chevrotain';
import { insertBlock, insertClosing, insertOpening } from './braces.ts';
import type { Pending } from './frames.ts';
import type { RepairState } from './state.ts';
import { isBrace, isKeyword, isName } from './stream.ts';

/** Looks whether the token still belongs in front of the brace that the last field waits for. */
export function readHead(state: RepairState, token: IToken): void {
  const { pending } = state.top;
  if (!pending || isBrace(token, '{')) return;
  if (isHeadWord(state, token, pending)) {
    pending.tokens.push(token);
    return;
  }
  state.top.pending = undefined;
  if (state.options.partial) return;
  if (isInside(state, token, pending)) insertOpening(state, pending.block, pending.tokens);
  else if (pending.block.mandatory) insertBlock(state, pending.tokens);
}

/** Whether a token behind a head can only be in the block whose opening brace is missing. */
function isInside(state: RepairState, token: IToken, { block }: Pending): boolean {
  if (state.surplus <= 0) return false;
  if (isBrace(token, '}')) return block.mandatory;
  if (!isKeyword(token) || !block.fields.has(token.image)) return false;
  return block.mandatory || !state.top.kind?.fields.has(token.image);
}

function isHeadWord(state: RepairState, token: IToken, { block, tokens }: Pending): boolean {
  if (tokens.length > block.headWords) return false;
  if (!isKeyword(token)) return isName(token);
  const { top, stream } = state;
  if (top.field?.words.has(token.image)) return true;
  if (isBrace(stream.ahead(1), '{') || (block.headWords > 1 && isBrace(stream.ahead(2), '{'))) return true;
  return !top.kind?.fields.has(token.image) && !block.fields.has(token.image);
}

/** At the end of what is around a head: its block will not come any more. */
export function finishHead(state: RepairState): void {
  const { pending } = state.top;
  state.top.pending = undefined;
  if (pending?.block.mandatory) insertBlock(state, pending.tokens);
}

/** A line that starts no further in than the block's own line is outside the block. */
export function closeByIndentation(state: RepairState, token: IToken): void {
  if (!state.stream.isFirstOnLine(token)) return;
  while (state.surplus < 0 && state.frames.length > 1 && isOutside(state, token)) {
    finishHead(state);
    insertClosing(state);
  }
}

function isOutside({ top, frames }: RepairState, token: IToken): boolean {
  const line = (top.head[0] ?? top.opener)?.startLine ?? 0;
  if (line === token.startLine || isBrace(token, '{')) return false;
  if (!isBrace(token, '}')) return token.startColumn! <= top.column;
  const outer = frames.slice(1, -1);
  return token.startColumn! < top.column && outer.some((frame) => frame.column === token.startColumn);
}
