/** A stretch of a text that is one YAML document, with the marker in front of it. */
export interface Chunk {
  readonly start: number;
  readonly text: string;
}

/** YAML 1.2.2 section 9.1.2: at the beginning of a line, and nowhere else, these are markers, even within a scalar. */
const MARKER = /^(?:---|\.\.\.)(?=[ \t\r\n]|$)/gm;

/** Nothing but comments, directives and markers. */
const EMPTY = /^(?:[ \t]*(?:#[^\n]*)?|%[^\n]*|(?:---|\.\.\.)[ \t]*(?:#[^\n]*)?)\r?$/;

/**
 * The documents of a text, each to be parsed by itself: a mistake in one cannot reach the next, and an edit in one leaves
 * the others as they are. Documents without content are left out; a byte order mark is passed over.
 */
export function splitDocuments(text: string): Chunk[] {
  const starts = [text.startsWith('\ufeff') ? 1 : 0];
  for (const { index } of text.matchAll(MARKER)) if (index > starts.at(-1)!) starts.push(index);
  const chunks = starts.map((start, i) => ({ start, text: text.slice(start, starts[i + 1] ?? text.length) }));
  return chunks.filter((chunk) => !isEmpty(chunk.text));
}

function isEmpty(text: string): boolean {
  for (let from = 0; from <= text.length; ) {
    const newline = text.indexOf('\n', from);
    const end = newline < 0 ? text.length : newline;
    if (!EMPTY.test(text.slice(from, end))) return false;
    from = end + 1;
  }
  return true;
}
