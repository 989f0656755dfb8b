import type { AstNode, LangiumDocument } from 'langium';
import type { Change, Diagnostic } from '../../network/checks/diagnostic.ts';
import type { Origin } from '../../network/topology/origin.ts';
import { originOf, textOrigin } from '../origins.ts';

export type SyntaxCode = 'SYNTAX' | 'UNRESOLVED' | 'UNKNOWN-FIELD' | 'IMPORT';

/** What a repair writes, and how it is offered. */
export interface Repair {
  readonly title: string;
  readonly changes: readonly Change[];
}

/** Diagnostics of one text. What is said about a place is said once: later parts are silent where one before spoke. */
export class Report {
  readonly diagnostics: Diagnostic[] = [];
  readonly document: LangiumDocument;
  private readonly lines = new Set<number>();
  private readonly skipped = new Set<AstNode>();

  constructor(document: LangiumDocument) {
    this.document = document;
  }

  add(code: SyntaxCode, origin: Origin, message: string, ...repairs: readonly (Repair | undefined)[]): void {
    const fixes = repairs.filter((one) => one !== undefined);
    this.diagnostics.push({ code, severity: 'error', message, origin, related: [], fixes });
  }

  /** About what does no harm, but not what was meant either. */
  warn(code: SyntaxCode, origin: Origin, message: string): void {
    this.diagnostics.push({ code, severity: 'warning', message, origin, related: [], fixes: [] });
  }

  /** About a stretch of text that has no node of its own. */
  addAt(code: SyntaxCode, offset: number, length: number, message: string, ...repairs: (Repair | undefined)[]): void {
    this.add(code, textOrigin(this.document, offset, length), message, ...repairs);
  }

  /** Remembers that the line of the offset has had its say. */
  markLine(offset: number): void {
    this.lines.add(this.lineOf(offset));
  }

  isMarked(offset: number): boolean {
    return this.lines.has(this.lineOf(offset));
  }

  /** Leaves a node to what has been said of another. */
  skip(node: AstNode): void {
    this.skipped.add(node);
  }

  isSaid(node: AstNode): boolean {
    return this.skipped.has(node) || this.isMarked(node.$cstNode?.offset ?? 0);
  }

  /** True when one node begins on the line on which the other ends. */
  onSameLine(before: AstNode, after: AstNode): boolean {
    return before.$cstNode !== undefined && before.$cstNode.range.end.line === after.$cstNode?.range.start.line;
  }

  private lineOf(offset: number): number {
    return this.document.textDocument.positionAt(offset).line;
  }
}

/** "Write X" in the place of a value, reference or name. */
const write = (origin: Origin, value: string): Repair => ({
  title: `Write ${value}`,
  changes: [{ kind: 'set', origin, value }],
});

/** A repair that puts other text in the place of a stretch of text. */
export const replaceText = (
  document: LangiumDocument,
  offset: number,
  length: number,
  text: string,
  title: string,
): Repair => ({
  title,
  changes: [{ kind: 'set', origin: textOrigin(document, offset, length), value: text }],
});

/** The repair for a likely meaning, when there is one. */
export const didYouMean = (node: AstNode, property: string, index: number | undefined, meant: string | undefined) =>
  meant === undefined ? undefined : write(originOf(node, property, index), meant);

/** `: did you mean X?`, or nothing. */
export const question = (meant: string | undefined) => (meant === undefined ? '' : `: did you mean ${meant}?`);

/** `a, b or c`. */
export const oneOf = (words: readonly string[]) =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
