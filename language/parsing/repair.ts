import type { IToken, TokenTypeDictionary } from 'chevrotain';
import type { BlockKind } from './blocks.ts';
import { close, insertClosing, open } from './braces.ts';
import { isIndented } from './frames.ts';
import { closeByIndentation, finishHead, readHead } from './heads.ts';
import type { Note } from './note.ts';
import { type RepairOptions, RepairState } from './state.ts';
import { isBrace } from './stream.ts';
import { readUnknown, readWord, setAside } from './words.ts';

/**
 * Reads tokens with an eye on the block they stand in, before the parser does:
 * - a keyword that means nothing here becomes a name, so names and references may be any word;
 * - a name that can only be a misspelt keyword is marked, so that a list of names ends in front of it;
 * - where braces do not pair, a missing one is put where the keywords and the indentation say it belongs, so that the
 *   mistake costs its block and not the file. A text whose braces pair is never touched in this way.
 */
export function repair(
  tokens: readonly IToken[],
  types: TokenTypeDictionary,
  file: BlockKind,
  options: RepairOptions,
): { tokens: IToken[]; notes: Note[] } {
  const state = new RepairState(tokens, types, file, options);
  const indented = state.surplus < 0 && isIndented(tokens);
  for (let token = state.stream.next(); token; token = state.stream.next()) {
    if (indented) closeByIndentation(state, token);
    if (!options.partial || !isBrace(token, '}')) readHead(state, token);
    read(state, token);
  }
  if (!options.partial) closeAll(state);
  return { tokens: state.stream.output, notes: state.notes };
}

function read(state: RepairState, token: IToken): void {
  const { kind } = state.top;
  if (isBrace(token, '{')) open(state, token);
  else if (isBrace(token, '}')) close(state, token);
  else if (state.options.aside.has(token.startOffset)) setAside(state, token);
  else if (kind) readWord(state, token, kind);
  else readUnknown(state, token);
}

/** At the end of the file. */
function closeAll(state: RepairState): void {
  finishHead(state);
  while (state.frames.length > 1) insertClosing(state);
}
