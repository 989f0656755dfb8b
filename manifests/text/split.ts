import { isJson, jsonItems } from './json.ts';

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
  return chunks.filter((chunk) => !isEmpty(chunk.text)).flatMap(splitItems);
}

/** Characters from which a List is cut into its items: what is smaller is read at once. */
const LARGE = 50_000;

/** A line that begins an item of a list at the left margin, as kubectl and other programs write the items of Lists. */
const ITEM = /^- +(?=\S)/gm;

const ALIAS = /[:,[-][ \t]+\*([\w-]+)/g;
const ANCHOR = /&([\w-]+)/g;

/**
 * A dump is one document with thousands of objects. Each item becomes a document of its own, so that an edit or a mistake
 * in one costs one: its dash is replaced by white space, and all places stay. What is around the items is left out, since
 * all that it says is that it is a List. Items that share anchors stay together, and so do those written in another way.
 */
function splitItems(chunk: Chunk): Chunk[] {
  const { text, start } = chunk;
  if (text.length >= LARGE && /^\s*\{/.test(text)) return splitJson(chunk);
  const list = /^items:[ \t]*\r?\n(?=- )/m.exec(text);
  if (text.length < LARGE || !list || !/^kind: *"?\w*List"?\s*$/m.test(text)) return [chunk];
  const first = list.index + list[0].length;
  const end = first + endOfItems(text.slice(first));
  const starts = [...text.slice(first, end).matchAll(ITEM)].map(({ index }) => first + index);
  const items = starts.map((from, i) => ({
    start: start + from,
    text: ` ${text.slice(from + 1, starts[i + 1] ?? end)}`,
  }));
  const areAll = starts[0] === first && !/^-/m.test(text.slice(end));
  return areAll && items.every(saysKind) && !shareAnchors(text, items) ? items : [chunk];
}

/** Items that say themselves what they are, among the fields that begin below the first. */
function saysKind({ text }: Chunk): boolean {
  const column = text.search(/\S/);
  return new RegExp(`^ {${column}}kind:`, 'm').test(text);
}

/** The same in JSON. */
function splitJson(chunk: Chunk): Chunk[] {
  const { text, start } = chunk;
  const items = isJson(text) ? jsonItems(text) : undefined;
  return items?.map(([from, to]) => ({ start: start + from, text: text.slice(from, to) })) ?? [chunk];
}

/** Texts in the values of ConfigMaps may look like aliases, too: what counts is whether an anchor stands in another item. */
function shareAnchors(text: string, items: readonly Chunk[]): boolean {
  const aliasing = items.filter((item) => item.text.search(ALIAS) >= 0);
  if (aliasing.length === 0) return false;
  const anchors = namesIn(text, ANCHOR);
  return aliasing.some((item) => {
    const own = namesIn(item.text, ANCHOR);
    return [...namesIn(item.text, ALIAS)].some((name) => anchors.has(name) && !own.has(name));
  });
}

const namesIn = (text: string, pattern: RegExp) => new Set([...text.matchAll(pattern)].map(([, name]) => name!));

/** The items end where something else begins at the left margin. */
function endOfItems(text: string): number {
  const next = /^(?!- )[^\s#]/m.exec(text);
  return next ? next.index : text.length;
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
