import type { IToken } from 'chevrotain';
import type { BlockKind, FieldKind } from './blocks.ts';

/** A field's tokens so far, while its block may still follow. */
export interface Pending {
  readonly block: BlockKind;
  readonly tokens: IToken[];
}

/** A block that is open while tokens are read. */
export interface Frame {
  /** Undefined inside a block that nothing is known about. */
  readonly kind?: BlockKind;
  /** The keyword and the words in front of the brace. */
  readonly head: readonly IToken[];
  readonly opener?: IToken;
  /** Column of the first token on the line of the head. */
  readonly column: number;
  /** The field that is being read; undefined after a block, and after what is no field. */
  field?: FieldKind;
  /** The keyword that the field began with. */
  started?: IToken;
  pending?: Pending;
  /** Between the braces of a selector. */
  inSelector?: boolean;
}

export const SELECTORS: ReadonlySet<string> = new Set(['selector', 'podSelector', 'namespaceSelector']);

/** `pod db`, for messages. */
export const headText = (head: readonly IToken[]) => head.map((token) => token.image).join(' ');

/** More closing than opening braces, or (negative) fewer. */
export function surplusOfBraces(tokens: readonly IToken[]): number {
  let surplus = 0;
  for (const token of tokens) {
    if (token.image === '}') surplus++;
    else if (token.image === '{') surplus--;
  }
  return surplus;
}

/** Whether indentation says anything in this text: most lines that are not at the outermost level start further in. */
export function isIndented(tokens: readonly IToken[]): boolean {
  let depth = 0;
  let line = 0;
  let inside = 0;
  let deeper = 0;
  for (const token of tokens) {
    if (token.image === '}') depth--;
    if (token.startLine! > line && depth > 0) {
      inside++;
      if (token.startColumn! > 1) deeper++;
    }
    line = token.endLine!;
    if (token.image === '{') depth++;
  }
  return deeper * 2 >= inside;
}
