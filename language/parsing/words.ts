import type { IToken } from 'chevrotain';
import type { BlockKind } from './blocks.ts';
import { insertClosing } from './braces.ts';
import { beginsBlock, correct, looksMisspelt } from './misspelling.ts';
import type { RepairState } from './state.ts';
import { isBrace, isKeyword, isSign } from './stream.ts';

/** A token in a block that nothing is known about: its keywords mean nothing. */
export function readUnknown(state: RepairState, token: IToken): void {
  if (isKeyword(token)) state.stream.retype(token, 'ID');
  state.stream.write(token);
}

/** A token that the parser could make nothing of. */
export function setAside(state: RepairState, token: IToken): void {
  if (state.top.kind) state.misspelt(token);
  else state.stream.retype(token, 'ID');
  state.top.pending = undefined;
  state.stream.write(token);
}

/** A token in a block of a known kind: a field's keyword, a word of the field that is being read, or a name. */
export function readWord(state: RepairState, token: IToken, kind: BlockKind): void {
  if (isYamlColon(state, token)) {
    dropColon(state, token);
    return;
  }
  const { top } = state;
  const isHead = top.pending?.tokens.at(-1) === token;
  if (isKeyword(token)) readKeyword(state, token, kind, isHead);
  else if (isBadAddress(state, token)) state.stream.retype(token, 'IPV4');
  else if (token.tokenType.name === 'ID' && !isHead) readName(state, token, kind);
  state.stream.write(token);
}

function readKeyword(state: RepairState, token: IToken, kind: BlockKind, isHead: boolean): void {
  const { top, stream } = state;
  const field = kind.fields.get(token.image);
  const isWord = top.field?.words.has(token.image) ?? false;
  if (isHead && !isWord) stream.retype(token, 'ID');
  else if (field && !isHead && !isValueHere(state, isWord)) state.startField(token, field);
  else if (!isWord) readForeign(state, token, kind);
}

/** `network` in `trace a -> network lan`: both a field of the file and a word of the question. */
function isValueHere({ stream }: RepairState, isWord: boolean): boolean {
  return isWord && !isBrace(stream.ahead(2), '{') && !isBrace(stream.ahead(1), '{');
}

/** A keyword of some other block: the end of this one where a brace is missing, else a name like any other. */
function readForeign(state: RepairState, token: IToken, kind: BlockKind): void {
  const outer = state.frames.findLastIndex((frame) => frame.kind?.fields.has(token.image));
  if (outer >= 0 && state.surplus < 0 && !isKeyword(state.stream.previous())) {
    while (state.frames.length > outer + 1) insertClosing(state);
    state.startField(token, state.top.kind!.fields.get(token.image)!);
    return;
  }
  state.stream.retype(token, 'ID');
  readName(state, token, kind);
}

function readName(state: RepairState, token: IToken, kind: BlockKind): void {
  const first = state.stream.isFirstOnLine(token);
  if (namesUnknownBlock(state)) return;
  if (beginsBlock(state, token, kind)) correct(state, token, kind);
  else if (cannotBeValue(state, first) || looksMisspelt(state, token, kind, first)) state.misspelt(token);
}

/** The name in `foo bar {` when `foo` is no field. */
const namesUnknownBlock = ({ stream }: RepairState) =>
  stream.output.at(-1)?.tokenType.name === 'MISSPELT' && isBrace(stream.ahead(1), '{');

function cannotBeValue({ top, stream }: RepairState, first: boolean): boolean {
  const before = stream.previous();
  if (!before || isBrace(before, '{') || isBrace(before, '}')) return true;
  return top.field ? !top.field.takesNames && !isSign(before) : first;
}

/** `cidr: 10.0.0.0/8`, as YAML has it. */
const isYamlColon = ({ top, stream }: RepairState, token: IToken) =>
  token.image === ':' && top.started !== undefined && stream.previous() === top.started && top.field !== undefined;

function dropColon(state: RepairState, token: IToken): void {
  if (state.options.partial) return;
  const keyword = state.top.started!.image;
  const repair = { title: 'Remove :', offset: token.startOffset, length: 1, text: '' };
  state.note('extra', token, `fields have no ":" behind them: write ${keyword} and its value`, repair);
}

/** `10.0.0.x/8` where only addresses can be: one wrong address rather than an unknown word. */
function isBadAddress({ top }: RepairState, token: IToken): boolean {
  const { field } = top;
  return Boolean(field?.takesAddresses && !field.takesNames) && /^\d[\w-]*(\.[\w-]+){2,}(\/\w*)?$/.test(token.image);
}
