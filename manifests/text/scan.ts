import type { Kept } from './kept.ts';
import { keptOf } from './kept.ts';
import { keyEnd, scalarEnd, spacesAt } from './scan-scalars.ts';

/** A stretch of a text, from its first character to the one behind its last. */
export type Stretch = readonly [from: number, to: number];

/** A collection that is open. A list stands half a column to the right of its dashes: `a:` may have its items right below. */
interface Level {
  readonly column: number;
  readonly kept: boolean | Kept;
}

/** Runs over a document line by line and looks for what nobody reads. */
class Scan {
  readonly #text: string;
  readonly #levels: Level[] = [];
  readonly #found: Stretch[] = [];
  /** What may stand one level deeper, when something may. */
  #pending: boolean | Kept | undefined;
  /** Where a field that nobody reads begins, and its column. */
  #dropped: { readonly from: number; readonly column: number; readonly keepsBreak: boolean } | undefined;

  constructor(text: string, kept: Kept) {
    this.#text = text;
    this.#pending = kept;
  }

  run(): readonly Stretch[] | undefined {
    const text = this.#text;
    for (let at = firstLine(text); at < text.length; ) {
      const column = spacesAt(text, at);
      const end = breakAt(text, at + column);
      const next = end ?? this.#line(at, column);
      if (next === undefined) return undefined;
      at = next;
    }
    this.#endDropped(text.length, 0);
    return this.#found;
  }

  /** Where the next line begins; undefined for what is not plain enough to be judged at a glance. */
  #line(start: number, indentation: number): number | undefined {
    let at = start + indentation;
    let dash = -1;
    while (isDash(this.#text, at)) {
      dash = at - start;
      this.#endDropped(start, dash + 0.5);
      const list = this.#level(dash + 0.5);
      if (!list) return undefined;
      this.#pending = list.kept;
      at += 1 + spacesAt(this.#text, at + 1);
      const end = breakAt(this.#text, at);
      if (end !== undefined) return end;
    }
    const colon = keyEnd(this.#text, at);
    if (colon !== undefined) return this.#field(start, at, colon, dash >= 0);
    if (dash < 0 || this.#pending === undefined) return undefined;
    this.#pending = undefined;
    return scalarEnd(this.#text, at, dash);
  }

  #field(start: number, at: number, colon: number, behindDash: boolean): number | undefined {
    const column = at - start;
    if (!behindDash) this.#endDropped(start, column);
    const map = this.#level(column);
    if (!map) return undefined;
    const kept = keptOf(map.kept, this.#text.slice(at, colon));
    if (kept === false && !this.#dropped)
      this.#dropped = { from: behindDash ? colon + 1 : start, column, keepsBreak: behindDash };
    const value = colon + 1 + spacesAt(this.#text, colon + 1);
    const end = breakAt(this.#text, value);
    this.#pending = end === undefined ? undefined : kept;
    return end ?? scalarEnd(this.#text, value, column);
  }

  /** The collection at a column: one that is open, or a new one where one may be. */
  #level(column: number): Level | undefined {
    let top = this.#levels.at(-1);
    for (; top && top.column > column; top = this.#levels.at(-1)) {
      this.#levels.pop();
      this.#pending = undefined;
    }
    if (top?.column === column) return top;
    if (this.#pending === undefined) return undefined;
    const level = { column, kept: this.#pending };
    this.#levels.push(level);
    return level;
  }

  /** A field ends where something stands at its own column, or to the left of it. */
  #endDropped(at: number, column: number): void {
    const dropped = this.#dropped;
    if (!dropped || column > dropped.column) return;
    this.#dropped = undefined;
    const to = dropped.keepsBreak ? beforeBreak(this.#text, at) : at;
    if (to > dropped.from) this.#found.push([dropped.from, to]);
  }
}

/**
 * The stretches of a document that nobody reads, each with whole fields. Undefined for a text that is not as plain as what
 * programs write: comments, tags, anchors, braces with something in them, or a mistake anywhere. Only what surely is good
 * YAML may be left out unread.
 */
export const unreadStretches = (text: string, kept: Kept): readonly Stretch[] | undefined => new Scan(text, kept).run();

const MARKER = /(?:---[ ]*\r?\n)?/y;

function firstLine(text: string): number {
  MARKER.lastIndex = 0;
  MARKER.test(text);
  return MARKER.lastIndex;
}

/** Behind the line break at an offset, when there is one, or the end of the text. */
function breakAt(text: string, at: number): number | undefined {
  if (at >= text.length) return text.length;
  const code = text.charCodeAt(at);
  if (code === 10) return at + 1;
  return code === 13 && text.charCodeAt(at + 1) === 10 ? at + 2 : undefined;
}

function beforeBreak(text: string, at: number): number {
  if (text[at - 1] !== '\n') return at;
  return text[at - 2] === '\r' ? at - 2 : at - 1;
}

const isDash = (text: string, at: number) =>
  text.charCodeAt(at) === 45 && (text.charCodeAt(at + 1) === 32 || breakAt(text, at + 1) !== undefined);
