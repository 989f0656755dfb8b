import type { Range } from 'vscode-languageserver-types';
import type { Place } from '../places.ts';

/** A trace to be read from top to bottom, and where its rules are declared. */
export interface TraceDocument {
  readonly text: string;
  readonly links: readonly TraceLink[];
}

export interface TraceLink {
  /** Of the text; lines and columns from 0. */
  readonly range: Range;
  readonly target: Place;
}

/** Stands between what a rule did and where it is declared. */
const ARROW = '  <- ';

/** A text that is written line by line, with links at the ends of lines. */
export class Sheet {
  readonly #lines: string[] = [];
  readonly #links: TraceLink[] = [];
  readonly #show: (uri: string) => string;

  /** `show` tells how a file is called. */
  constructor(show: (uri: string) => string) {
    this.#show = show;
  }

  /** One line, whatever the text holds; `origin` is named at its end and linked. */
  line(indent: number, text: string, origin?: Place): void {
    const start = `${'  '.repeat(indent)}${text.replace(/\s*[\r\n\u2028\u2029]+\s*/g, ' ')}`;
    if (!origin) return void this.#lines.push(start);
    const name = this.#placeName(origin);
    const line = this.#lines.length;
    const from = start.length + ARROW.length;
    this.#lines.push(`${start}${ARROW}${name}`);
    const range = { start: { line, character: from }, end: { line, character: from + name.length } };
    this.#links.push({ range, target: origin });
  }

  blank(): void {
    this.#lines.push('');
  }

  document(): TraceDocument {
    return { text: `${this.#lines.join('\n')}\n`, links: this.#links };
  }

  /** Lines and columns from 1, as editors show them. */
  #placeName({ uri, range: { start } }: Place): string {
    return `${this.#show(uri)}:${start.line + 1}:${start.character + 1}`;
  }
}
