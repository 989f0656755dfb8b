import type { IToken, TokenTypeDictionary } from 'chevrotain';
import { CHOICES } from '../fields.ts';
import { nearest } from '../spelling.ts';
import type { BlockKind, FieldKind } from './blocks.ts';
import { type Frame, headText, isIndented, SELECTORS, surplusOfBraces } from './frames.ts';
import type { Note } from './note.ts';
import { isBrace, isKeyword, isName, isSign, isValue, TokenStream } from './stream.ts';

/**
 * Reads tokens with an eye on the block they stand in, before the parser does:
 * - a keyword that means nothing here becomes a name, so names and references may be any word;
 * - a name that can only be a misspelt keyword is marked, so that a list of names ends in front of it;
 * - where braces do not pair, a missing one is put where the keywords and the indentation say it belongs, so that the
 *   mistake costs its block and not the file. A text whose braces pair is never touched in this way.
 * With `partial` (the text in front of a cursor) only the first two are done. Words at the offsets of `aside` begin or end
 * nothing.
 */
export function repair(
  tokens: readonly IToken[],
  types: TokenTypeDictionary,
  file: BlockKind,
  options: RepairOptions,
): { tokens: IToken[]; notes: Note[] } {
  const repairer = new Repairer(tokens, types, file, options);
  repairer.run();
  return { tokens: repairer.stream.output, notes: repairer.notes };
}

export interface RepairOptions {
  readonly partial: boolean;
  readonly aside: ReadonlySet<number>;
}

class Repairer {
  readonly notes: Note[] = [];
  readonly stream: TokenStream;
  private readonly tokens: readonly IToken[];
  private readonly frames: Frame[];
  private readonly partial: boolean;
  private readonly aside: ReadonlySet<number>;
  private readonly indented: boolean;
  /** Closing braces without an opening one that are still to be explained; negative: opening ones. */
  private surplus: number;
  private names?: Set<string>;

  constructor(
    tokens: readonly IToken[],
    types: TokenTypeDictionary,
    file: BlockKind,
    { partial, aside }: RepairOptions,
  ) {
    this.tokens = tokens;
    this.stream = new TokenStream(tokens, types);
    this.frames = [{ kind: file, head: [], column: 0 }];
    this.partial = partial;
    this.aside = aside;
    this.surplus = partial ? 0 : surplusOfBraces(tokens);
    this.indented = this.surplus < 0 && isIndented(tokens);
  }

  private get top(): Frame {
    return this.frames.at(-1)!;
  }

  run(): void {
    for (let token = this.stream.next(); token; token = this.stream.next()) {
      if (this.indented) this.closeByIndentation(token);
      if (!this.partial || !isBrace(token, '}')) this.readHead(token);
      if (isBrace(token, '{')) this.open(token);
      else if (isBrace(token, '}')) this.close(token);
      else if (this.aside.has(token.startOffset)) this.setAside(token);
      else if (this.top.kind) this.readWord(token, this.top.kind);
      else this.readUnknown(token);
    }
    if (this.partial) return;
    this.finishHead();
    while (this.frames.length > 1) this.insertClosing();
  }

  // ------------------------------------------------------------ braces that are there
  private open(token: IToken): void {
    const { top } = this;
    const before = this.stream.previous();
    this.stream.write(token);
    if (isKeyword(before) && SELECTORS.has(before!.image) && top.kind) {
      top.inSelector = true;
      if (!this.opensSelector()) this.closeSelector(token);
      return;
    }
    this.push(top.pending?.block, top.pending?.tokens ?? [], token);
  }

  /** Whether the brace just read has only label requirements up to the next one. */
  private opensSelector(): boolean {
    for (let i = 1; ; i++) {
      const token = this.stream.ahead(i);
      if (isBrace(token, '}')) return true;
      if (!token || !isValue(token)) return this.surplus >= 0;
    }
  }

  private closeSelector(opener: IToken): void {
    this.surplus++;
    this.top.inSelector = false;
    this.stream.insert('}');
    this.note('unclosed', opener, 'a } is missing: {} selects everything', { offset: end(opener), text: '}' });
  }

  private close(token: IToken): void {
    const before = this.stream.previous();
    const { top } = this;
    if (top.inSelector) top.inSelector = false;
    else if (this.surplus > 0 && isKeyword(before) && SELECTORS.has(before!.image)) {
      this.surplus--;
      this.stream.insert('{');
      this.note('unopened', token, `a { is missing after ${before!.image}`, { offset: token.startOffset, text: '{' });
    } else if (this.frames.length === 1) {
      this.dropClosing(token);
      return;
    } else this.pop();
    this.stream.write(token);
  }

  private dropClosing(token: IToken): void {
    this.surplus--;
    if (this.partial) return;
    this.note('extra', token, 'this } closes nothing', { offset: token.startOffset, length: 1, text: '' });
  }

  private push(kind: BlockKind | undefined, head: readonly IToken[], opener?: IToken): void {
    const first = head[0] ?? opener;
    this.frames.push({ kind, head, opener, column: first ? this.lineColumn(first) : 0 });
  }

  private pop(): void {
    this.frames.pop();
    this.top.field = undefined;
    this.top.pending = undefined;
  }

  /** Column of the first token on the token's line. */
  private lineColumn(token: IToken): number {
    let index = this.stream.output.lastIndexOf(token);
    let column = token.startColumn!;
    for (; index >= 0; index--) {
      const one = this.stream.output[index]!;
      if (one.startLine !== token.startLine) break;
      if (!one.isInsertedInRecovery) column = one.startColumn!;
    }
    return column;
  }

  // ------------------------------------------------------------ braces that are missing
  private insertClosing(): void {
    const { head, opener } = this.top;
    const last = this.stream.output.findLast((token) => !token.isInsertedInRecovery)!;
    this.stream.insert('}');
    this.surplus++;
    this.pop();
    const range = opener ?? head[0] ?? last;
    const what = head.length > 0 ? `the block of ${headText(head)}` : 'this block';
    const message = `${what} is not closed: a } is missing`;
    this.note('unclosed', range, message, { offset: end(last), text: ' }' });
  }

  private insertOpening(block: BlockKind, tokens: IToken[]): void {
    const last = tokens.at(-1)!;
    this.stream.insert('{');
    this.surplus--;
    this.push(block, tokens);
    this.note('unopened', last, `a { is missing after ${headText(tokens)}`, { offset: end(last), text: ' {' });
  }

  /** A line that starts no further in than the block's own line is outside the block. */
  private closeByIndentation(token: IToken): void {
    if (!this.stream.isFirstOnLine(token)) return;
    while (this.surplus < 0 && this.frames.length > 1 && this.isOutside(token)) {
      this.finishHead();
      this.insertClosing();
    }
  }

  private isOutside(token: IToken): boolean {
    const { column, head, opener } = this.top;
    const line = (head[0] ?? opener)?.startLine ?? 0;
    if (line === token.startLine || isBrace(token, '{')) return false;
    if (!isBrace(token, '}')) return token.startColumn! <= column;
    const outer = this.frames.slice(1, -1);
    return token.startColumn! < column && outer.some((frame) => frame.column === token.startColumn);
  }

  // ------------------------------------------------------------ between a keyword and its block
  /** Looks whether the token still belongs in front of the brace that the last field waits for. */
  private readHead(token: IToken): void {
    const { pending } = this.top;
    if (!pending || isBrace(token, '{')) return;
    if (this.isHeadWord(token, pending)) {
      pending.tokens.push(token);
      return;
    }
    this.top.pending = undefined;
    if (this.partial) return;
    const inside = isBrace(token, '}') || (isKeyword(token) && pending.block.fields.has(token.image));
    const outside = isKeyword(token) && this.top.kind?.fields.has(token.image);
    if (inside && this.surplus > 0 && (pending.block.mandatory || (!outside && !isBrace(token, '}'))))
      this.insertOpening(pending.block, pending.tokens);
    else if (pending.block.mandatory) this.insertBlock(pending.tokens);
  }

  private isHeadWord(token: IToken, { block, tokens }: NonNullable<Frame['pending']>): boolean {
    if (tokens.length > block.headWords) return false;
    if (!isKeyword(token)) return isName(token);
    if (this.top.field?.words.has(token.image)) return true;
    if (isBrace(this.stream.ahead(1), '{') || (block.headWords > 1 && isBrace(this.stream.ahead(2), '{'))) return true;
    return !this.top.kind?.fields.has(token.image) && !block.fields.has(token.image);
  }

  /** `pod db` and nothing more: an empty block keeps what follows apart. */
  private insertBlock(head: readonly IToken[]): void {
    const last = head.at(-1)!;
    this.stream.insert('{');
    this.stream.insert('}');
    this.top.field = undefined;
    this.note('unopened', last, `${headText(head)} needs a block: { … }`, { offset: end(last), text: ' { }' });
  }

  private finishHead(): void {
    const { pending } = this.top;
    this.top.pending = undefined;
    if (pending?.block.mandatory) this.insertBlock(pending.tokens);
  }

  // ------------------------------------------------------------ words
  private setAside(token: IToken): void {
    this.stream.retype(token, this.top.kind ? 'MISSPELT' : 'ID');
    this.top.field = undefined;
    this.top.pending = undefined;
    this.stream.write(token);
  }

  private readUnknown(token: IToken): void {
    if (isKeyword(token)) this.stream.retype(token, 'ID');
    this.stream.write(token);
  }

  private readWord(token: IToken, kind: BlockKind): void {
    const { top } = this;
    const isHead = top.pending?.tokens.at(-1) === token;
    if (isKeyword(token)) {
      const field = kind.fields.get(token.image);
      if (isHead && !top.field?.words.has(token.image)) this.stream.retype(token, 'ID');
      else if (field && !isHead && !this.isValueHere(token)) this.startField(token, field);
      else if (!top.field?.words.has(token.image)) this.readForeign(token, kind);
    } else if (token.tokenType.name === 'ID' && !isHead) this.readName(token, kind);
    this.stream.write(token);
  }

  /** `network` in `trace a -> network lan`: both a field of the file and a word of the question. */
  private isValueHere(token: IToken): boolean {
    const words = this.top.field?.words;
    if (!words?.has(token.image) || this.top.field?.keyword === token.image) return false;
    return !isBrace(this.stream.ahead(2), '{') && !isBrace(this.stream.ahead(1), '{');
  }

  private startField(token: IToken, field: FieldKind): void {
    this.top.field = field;
    this.top.pending = field.block ? { block: field.block, tokens: [token] } : undefined;
  }

  /** A keyword of some other block: the end of this one where a brace is missing, else a name like any other. */
  private readForeign(token: IToken, kind: BlockKind): void {
    const outer = this.frames.findLastIndex((frame) => frame.kind?.fields.has(token.image));
    if (outer >= 0 && this.surplus < 0 && !isKeyword(this.stream.previous())) {
      while (this.frames.length > outer + 1) this.insertClosing();
      this.startField(token, this.top.kind!.fields.get(token.image)!);
      return;
    }
    this.stream.retype(token, 'ID');
    this.readName(token, kind);
  }

  private readName(token: IToken, kind: BlockKind): void {
    const { top } = this;
    const first = this.stream.isFirstOnLine(token);
    if (this.namesUnknownBlock()) return;
    if (this.beginsBlock(token, kind)) this.correct(token, kind);
    else if (this.cannotBeValue(first) || this.looksMisspelt(token, kind, first)) {
      this.stream.retype(token, 'MISSPELT');
      top.field = undefined;
    }
  }

  /** The name in `foo bar {` when `foo` is no field. */
  private namesUnknownBlock(): boolean {
    return this.stream.output.at(-1)?.tokenType.name === 'MISSPELT' && isBrace(this.stream.ahead(1), '{');
  }

  private cannotBeValue(first: boolean): boolean {
    const before = this.stream.previous();
    if (!before || isBrace(before, '{') || isBrace(before, '}')) return true;
    return this.top.field ? !this.top.field.takesNames && !isSign(before) : first;
  }

  /** `clustr prod {`: a word, perhaps a name, and a brace that no known field opens. */
  private beginsBlock(token: IToken, kind: BlockKind): boolean {
    const [one, two] = [this.stream.ahead(1), this.stream.ahead(2)];
    if (isSign(this.stream.previous())) return false;
    if (isBrace(one, '{')) return true;
    if (!isBrace(two, '{') || !(isName(one) || isKeyword(one))) return false;
    if (kind.fields.get(one!.image)?.block?.headWords === 0) return false;
    const unnamed = [...kind.fields.values()].filter((field) => field.block?.headWords === 0);
    return (
      nearest(token.image, blockKeywords(kind)) !== undefined ||
      !nearest(
        one!.image,
        unnamed.map((f) => f.keyword),
      )
    );
  }

  /** A block under a misspelt keyword is read as what was meant, so that the mistake does not cost all that is in it. */
  private correct(token: IToken, kind: BlockKind): void {
    const meant = nearest(token.image, blockKeywords(kind)) ?? this.guessByContent(kind);
    this.top.field = undefined;
    if (meant === undefined || this.partial) {
      this.stream.retype(token, 'MISSPELT');
      return;
    }
    const message = `${token.image} is no ${kind.rule === 'Model' ? 'declaration' : 'field here'}: did you mean ${meant}?`;
    const range = { offset: token.startOffset, length: token.image.length, text: meant };
    this.note('misspelt', token, message, range, `Write ${meant}`);
    token.image = meant;
    this.stream.retype(token, meant);
    const field = kind.fields.get(meant)!;
    this.top.field = field;
    this.top.pending = { block: field.block!, tokens: [token] };
  }

  /** The one kind of block in which the fields of the block ahead make sense; undefined where several would do. */
  private guessByContent(kind: BlockKind): string | undefined {
    const inside = this.stream.keywordsOfNextBlock();
    const candidates = [...kind.fields.values()].filter(({ keyword }) => keyword !== 'extend');
    const scores = candidates.map(({ keyword, block }) => ({
      keyword,
      score: inside.filter((word) => block?.fields.has(word)).length,
    }));
    const best = Math.max(1, ...scores.map(({ score }) => score));
    const fitting = scores.filter(({ score }) => score === best);
    return fitting.length === 1 ? fitting[0]!.keyword : undefined;
  }

  private looksMisspelt(token: IToken, kind: BlockKind, first: boolean): boolean {
    const before = this.stream.previous();
    if (isSign(before) || isSign(this.stream.ahead(1)) || CHOICES.has(token.image)) return false;
    if (isKeyword(before) && !first) return false;
    if (isValue(this.stream.ahead(1)) && !isKeyword(before)) return true;
    return nearest(token.image, kind.fields.keys()) !== undefined && !this.declaredNames().has(token.image);
  }

  /** Names declared in this text, read off the tokens: such a name is no misspelt keyword. */
  private declaredNames(): Set<string> {
    if (this.names) return this.names;
    this.names = new Set();
    for (const [i, token] of this.tokens.entries())
      if (isBrace(token, '{') && this.tokens[i - 1]) this.names.add(this.tokens[i - 1]!.image);
    return this.names;
  }

  private note(
    kind: Note['kind'],
    at: IToken,
    message: string,
    repair: { offset: number; length?: number; text: string },
    title = repair.text.trim() ? `Insert ${repair.text.trim()}` : 'Remove }',
  ): void {
    const length = at.endOffset! - at.startOffset + 1;
    this.notes.push({
      kind,
      offset: at.startOffset,
      length,
      message,
      repair: { title, offset: repair.offset, length: repair.length ?? 0, text: repair.text },
    });
  }
}

const end = (token: IToken) => token.endOffset! + 1;

const blockKeywords = (kind: BlockKind) =>
  [...kind.fields.values()].filter((field) => field.block).map((field) => field.keyword);
