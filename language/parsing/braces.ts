import type { IToken } from 'chevrotain';
import type { BlockKind } from './blocks.ts';
import { headText, SELECTORS } from './frames.ts';
import { end, type RepairState } from './state.ts';
import { isBrace, isKeyword, isValue } from './stream.ts';

/** An opening brace: the block of the field in front of it, a selector, or something unknown. */
export function open(state: RepairState, token: IToken): void {
  const { top, stream } = state;
  const before = stream.previous();
  stream.write(token);
  if (isKeyword(before) && SELECTORS.has(before!.image) && top.kind) {
    top.inSelector = true;
    if (!opensSelector(state)) closeSelector(state, token);
    return;
  }
  state.push(top.pending?.block, top.pending?.tokens ?? [], token);
}

/** Whether the brace just read has only label requirements up to the next one. */
function opensSelector(state: RepairState): boolean {
  for (let i = 1; ; i++) {
    const token = state.stream.ahead(i);
    if (isBrace(token, '}')) return true;
    if (!token || !isValue(token)) return state.surplus >= 0;
  }
}

function closeSelector(state: RepairState, opener: IToken): void {
  state.surplus++;
  state.top.inSelector = false;
  state.stream.insert('}');
  const repair = { title: 'Insert }', offset: end(opener), text: '}' };
  state.note('unclosed', opener, 'a } is missing: {} selects everything', repair);
}

/** A closing brace; one that closes nothing is left out. */
export function close(state: RepairState, token: IToken): void {
  const before = state.stream.previous();
  if (state.top.inSelector) state.top.inSelector = false;
  else if (state.surplus > 0 && isKeyword(before) && SELECTORS.has(before!.image)) openSelector(state, before!, token);
  else if (state.frames.length > 1) state.pop();
  else {
    dropClosing(state, token);
    return;
  }
  state.stream.write(token);
}

function openSelector(state: RepairState, keyword: IToken, closing: IToken): void {
  state.surplus--;
  state.stream.insert('{');
  const repair = { title: 'Insert {', offset: closing.startOffset, text: '{' };
  state.note('unopened', closing, `a { is missing after ${keyword.image}`, repair);
}

function dropClosing(state: RepairState, token: IToken): void {
  state.surplus--;
  if (state.options.partial) return;
  const repair = { title: 'Remove }', offset: token.startOffset, length: 1, text: '' };
  state.note('extra', token, 'this } closes nothing', repair);
}

/** Closes the innermost block behind the last token. */
export function insertClosing(state: RepairState): void {
  const { head, opener } = state.top;
  const last = state.stream.lastWritten()!;
  state.stream.insert('}');
  state.surplus++;
  state.pop();
  const what = head.length > 0 ? `the block of ${headText(head)}` : 'this block';
  const repair = { title: 'Insert }', offset: end(last), text: ' }' };
  state.note('unclosed', opener ?? head[0] ?? last, `${what} is not closed: a } is missing`, repair);
}

/** Opens the block behind its head. */
export function insertOpening(state: RepairState, block: BlockKind, head: readonly IToken[]): void {
  const last = head.at(-1)!;
  state.stream.insert('{');
  state.surplus--;
  state.push(block, head);
  const repair = { title: 'Insert {', offset: end(last), text: ' {' };
  state.note('unopened', last, `a { is missing after ${headText(head)}`, repair);
}

/** `pod db` and nothing more: an empty block keeps what follows apart. */
export function insertBlock(state: RepairState, head: readonly IToken[]): void {
  const last = head.at(-1)!;
  state.stream.insert('{');
  state.stream.insert('}');
  state.top.field = undefined;
  const repair = { title: 'Insert { }', offset: end(last), text: ' { }' };
  state.note('unopened', last, `${headText(head)} needs a block: { … }`, repair);
}
