import type { IToken } from 'chevrotain';
import { CHOICES } from '../fields.ts';
import { nearest } from '../spelling.ts';
import type { BlockKind } from './blocks.ts';
import type { RepairState } from './state.ts';
import { isBrace, isKeyword, isName, isSign, isValue } from './stream.ts';

/** `clustr prod {`: a word, perhaps a name, and a brace that no known field opens. */
export function beginsBlock({ stream }: RepairState, token: IToken, kind: BlockKind): boolean {
  const [one, two] = [stream.ahead(1), stream.ahead(2)];
  if (isSign(stream.previous())) return false;
  if (isBrace(one, '{')) return true;
  if (!isBrace(two, '{') || !(isName(one) || isKeyword(one))) return false;
  if (kind.fields.get(one!.image)?.block?.headWords === 0) return false;
  return nearest(token.image, blockKeywords(kind)) !== undefined || !nearest(one!.image, unnamedKeywords(kind));
}

const blockKeywords = (kind: BlockKind) =>
  [...kind.fields.values()].flatMap((field) => (field.block ? [field.keyword] : []));

/** Keywords of blocks that have no name: the word in front of one is not their kind. */
const unnamedKeywords = (kind: BlockKind) =>
  [...kind.fields.values()].flatMap(({ keyword, block }) => (block?.headWords === 0 ? [keyword] : []));

/** A block under a misspelt keyword is read as what was meant, so that the mistake does not cost all that is in it. */
export function correct(state: RepairState, token: IToken, kind: BlockKind): void {
  const meant = nearest(token.image, blockKeywords(kind)) ?? guessByContent(state, kind);
  if (meant === undefined || state.options.partial) {
    state.misspelt(token);
    return;
  }
  const what = kind.rule === 'Model' ? 'declaration' : 'field here';
  const repair = { title: `Write ${meant}`, offset: token.startOffset, length: token.image.length, text: meant };
  state.note('misspelt', token, `${token.image} is no ${what}: did you mean ${meant}?`, repair);
  token.image = meant;
  state.stream.retype(token, meant);
  state.startField(token, kind.fields.get(meant)!);
}

/** The one kind of block in which the fields of the block ahead make sense; undefined where several would do. */
function guessByContent({ stream }: RepairState, kind: BlockKind): string | undefined {
  const inside = stream.keywordsOfNextBlock();
  const candidates = [...kind.fields.values()].filter(({ keyword }) => keyword !== 'extend');
  const scores = candidates.map(({ keyword, block }) => ({
    keyword,
    score: inside.filter((word) => block?.fields.has(word)).length,
  }));
  const best = Math.max(1, ...scores.map(({ score }) => score));
  const fitting = scores.filter(({ score }) => score === best);
  return fitting.length === 1 ? fitting[0]!.keyword : undefined;
}

/** Whether a name in the place of a value is rather a misspelt keyword: near to one, and nothing that is declared. */
export function looksMisspelt(state: RepairState, token: IToken, kind: BlockKind, first: boolean): boolean {
  const before = state.stream.previous();
  const after = state.stream.ahead(1);
  if (isSign(before) || isSign(after) || CHOICES.has(token.image)) return false;
  if (isKeyword(before) && !first) return false;
  if (isValue(after) && !isKeyword(before)) return true;
  return nearest(token.image, kind.fields.keys()) !== undefined && !state.isDeclared(token.image);
}
