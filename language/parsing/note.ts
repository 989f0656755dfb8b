import type { LexingReport } from 'langium';

/** What was put right in the tokens before parsing, and has to be said. */
export interface Note {
  readonly kind: 'unclosed' | 'unopened' | 'extra' | 'misspelt';
  readonly offset: number;
  readonly length: number;
  readonly message: string;
  /** Where a fix inserts text, or what it writes in the place of the range. */
  readonly repair?: { readonly title: string; readonly offset: number; readonly length: number; readonly text: string };
}

export interface KnetLexingReport extends LexingReport {
  readonly notes: readonly Note[];
  /** Offsets of words that the parser could make nothing of; its errors speak of them. */
  readonly aside: ReadonlySet<number>;
}

/** Whether the parser has spoken of the word at that offset. */
export const isSetAside = (report: LexingReport | undefined, offset: number) =>
  (report as KnetLexingReport | undefined)?.aside.has(offset) ?? false;

/** Notes of a parsed document; none when another lexer made it. */
export const notesOf = (report: LexingReport | undefined): readonly Note[] =>
  (report as KnetLexingReport | undefined)?.notes ?? [];
