import type { IToken, TokenType, TokenTypeDictionary } from 'chevrotain';
import { isWord } from './blocks.ts';

/** Tokens on their way to the parser: what is read, what is written, and how a token is given another type. */
export class TokenStream {
  readonly output: IToken[] = [];
  private position = 0;
  private readonly input: readonly IToken[];
  private readonly types: TokenTypeDictionary;

  constructor(input: readonly IToken[], types: TokenTypeDictionary) {
    this.input = input;
    this.types = types;
  }

  next(): IToken | undefined {
    return this.input[this.position++];
  }

  /** The token `distance` places behind the one read last. */
  ahead(distance: number): IToken | undefined {
    return this.input[this.position - 1 + distance];
  }

  /** The token in front of the one read last, as it was in the text. */
  previous(): IToken | undefined {
    return this.input[this.position - 2];
  }

  /** Keywords directly inside the next pair of braces. */
  keywordsOfNextBlock(): string[] {
    const words: string[] = [];
    let depth = 0;
    for (let i = this.position; i < this.input.length; i++) {
      const token = this.input[i]!;
      if (isBrace(token, '{')) depth++;
      if (isBrace(token, '}') && --depth <= 0) break;
      if (depth === 1 && isKeyword(token)) words.push(token.image);
    }
    return words;
  }

  isFirstOnLine(token: IToken): boolean {
    const before = this.previous();
    return !before || before.endLine! < token.startLine!;
  }

  /** The last token that is in the text. */
  lastWritten(): IToken | undefined {
    return this.output.findLast((token) => !token.isInsertedInRecovery);
  }

  /** Column of the first token on the line of a token that was written. */
  lineColumn(token: IToken): number {
    let column = token.startColumn!;
    for (let i = this.output.lastIndexOf(token); i >= 0; i--) {
      const one = this.output[i]!;
      if (one.startLine !== token.startLine) break;
      if (!one.isInsertedInRecovery) column = one.startColumn!;
    }
    return column;
  }

  write(token: IToken): void {
    this.output.push(token);
  }

  /** A token that stands nowhere in the text; the parser takes it, the syntax tree does not show it. */
  insert(name: string): void {
    const type = this.types[name]!;
    const at = this.output.at(-1);
    this.output.push({
      image: '',
      tokenType: type,
      tokenTypeIdx: type.tokenTypeIdx!,
      startOffset: at?.startOffset ?? 0,
      endOffset: at?.endOffset,
      startLine: at?.startLine,
      endLine: at?.endLine,
      startColumn: at?.startColumn,
      endColumn: at?.endColumn,
      isInsertedInRecovery: true,
    });
  }

  retype(token: IToken, name: string): void {
    const type: TokenType = this.types[name]!;
    token.tokenType = type;
    token.tokenTypeIdx = type.tokenTypeIdx!;
  }
}

export const isBrace = (token: IToken | undefined, brace: '{' | '}') => token?.tokenType.name === brace;

/** A keyword of letters, as against a name, a literal or a sign. */
export const isKeyword = (token: IToken | undefined) =>
  token !== undefined && token.tokenType.name === token.image && isWord(token.image);

const NAMES = new Set(['ID', 'INT', 'RANGE', 'QNAME', 'STRING']);

/** What may be the name of a declaration. */
export const isName = (token: IToken | undefined) => token !== undefined && NAMES.has(token.tokenType.name);

/** A sign behind which a value must follow. */
export const isSign = (token: IToken | undefined) =>
  token !== undefined && /^(->|[:/[(,!]|[=!]=|=|&&|\|\|)$/.test(token.image);

const VALUES = new Set(['LABEL', 'IPV4', 'IPV6', 'MAC', 'SET', 'HAS', 'STRING']);

/** What can only be the value of a field, never the next of a list of names. */
export const isValue = (token: IToken | undefined) => token !== undefined && VALUES.has(token.tokenType.name);
