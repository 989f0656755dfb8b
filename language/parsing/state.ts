import type { IToken, TokenTypeDictionary } from 'chevrotain';
import type { BlockKind, FieldKind } from './blocks.ts';
import { type Frame, surplusOfBraces } from './frames.ts';
import type { Note } from './note.ts';
import { isBrace, TokenStream } from './stream.ts';

export interface RepairOptions {
  /** Only the text in front of a cursor: braces that are still to come are not missed. */
  readonly partial: boolean;
  /** Offsets of words that begin or end nothing. */
  readonly aside: ReadonlySet<number>;
}

/** What is known while tokens are read: the blocks around, the braces that do not pair, and what was put right. */
export class RepairState {
  readonly notes: Note[] = [];
  readonly stream: TokenStream;
  readonly frames: Frame[];
  readonly options: RepairOptions;
  /** Closing braces without an opening one that are still to be explained; negative: opening ones. */
  surplus: number;
  private readonly tokens: readonly IToken[];
  private names?: Set<string>;

  constructor(tokens: readonly IToken[], types: TokenTypeDictionary, file: BlockKind, options: RepairOptions) {
    this.tokens = tokens;
    this.stream = new TokenStream(tokens, types);
    this.frames = [{ kind: file, head: [], column: 0 }];
    this.options = options;
    this.surplus = options.partial ? 0 : surplusOfBraces(tokens);
  }

  get top(): Frame {
    return this.frames.at(-1)!;
  }

  push(kind: BlockKind | undefined, head: readonly IToken[], opener?: IToken): void {
    const first = head[0] ?? opener;
    this.frames.push({ kind, head, opener, column: first ? this.stream.lineColumn(first) : 0 });
  }

  pop(): void {
    this.frames.pop();
    this.top.field = undefined;
    this.top.pending = undefined;
  }

  startField(token: IToken, field: FieldKind): void {
    this.top.field = field;
    this.top.started = token;
    this.top.pending = field.block ? { block: field.block, tokens: [token] } : undefined;
  }

  /** What cannot be part of a field: the parser reads it as an unknown one. */
  misspelt(token: IToken): void {
    this.stream.retype(token, 'MISSPELT');
    this.top.field = undefined;
  }

  /** Names declared in this text, read off the tokens: such a name is no misspelt keyword. */
  isDeclared(name: string): boolean {
    if (!this.names) {
      const heads = this.tokens.filter((_, i) => isBrace(this.tokens[i + 1], '{'));
      this.names = new Set(heads.map((token) => token.image));
    }
    return this.names.has(name);
  }

  /** Says something about a token; the repair writes `text` over the range, or into it when its length is 0. */
  note(
    kind: Note['kind'],
    at: IToken,
    message: string,
    repair: { title: string; offset: number; length?: number; text: string },
  ): void {
    const length = at.endOffset! - at.startOffset + 1;
    this.notes.push({ kind, offset: at.startOffset, length, message, repair: { length: 0, ...repair } });
  }
}

/** The offset behind a token. */
export const end = (token: IToken) => token.endOffset! + 1;
