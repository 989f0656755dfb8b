/*
 * Scalars of block style as programs write them (YAML 1.2.2 chapters 7.3 and 8.1). What is written in any other way is not
 * recognised, although it may be good YAML.
 */

const FIRST = String.raw`(?:[^\s\-?:,[\]{}#&*!|>'"%@${'`'}<]|[-?:](?=\S)|<(?!<))`;
const KEY = new RegExp(
  String.raw`(?:${FIRST}(?:[^\s:#]|:(?=\S)|(?<=\S)#|[ ](?=[ ]*[^\s#:]))*|"[^"\\\n]+"|'[^'\n]+')(?=:(?:\s|$))`,
  'y',
);
const REST = String.raw`(?:[^\s:#]+|:(?=\S)|(?<=\S)#|[ ]+(?=[^\s#]))*`;
const PLAIN = new RegExp(FIRST + REST, 'y');
const MORE = new RegExp(String.raw`(?:[^\s:#\-?]|[-?:](?=\S))${REST}`, 'y');
const DOUBLE = /"(?:[^"\\]|\\(?:["\\/nrtbfae0 N_LP]|\r?\n|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U000[0-9a-fA-F]{5}))*"/y;
const SINGLE = /'(?:[^']|'')*'/y;
const EMPTY = /\{\}|\[\]/y;
const HEADER = /[|>][-+]?[ ]*(?=\r?\n)/y;
const LINE_END = /[ ]*(?:\r?\n|$)/y;
/** A line that has something in it: how far it is indented. */
const LINE = /( *)[^\n]*(?:\n|$)/y;

function match(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

/** Offset of the colon behind the key that begins at an offset. */
export const keyEnd = (text: string, at: number): number | undefined => match(KEY, text, at);

/** Where the line behind a scalar begins. `column` is that of the key, or of the dash, that the scalar belongs to. */
export function scalarEnd(text: string, at: number, column: number): number | undefined {
  const header = match(HEADER, text, at);
  if (header !== undefined) return blockEnd(text, match(LINE_END, text, header)!, column);
  const quoted = match(DOUBLE, text, at) ?? match(SINGLE, text, at);
  if (quoted !== undefined) return isIndented(text, at, quoted, column) ? match(LINE_END, text, quoted) : undefined;
  const plain = match(EMPTY, text, at) ?? match(PLAIN, text, at);
  return plain === undefined ? undefined : continued(text, match(LINE_END, text, plain), column);
}

/** Further lines of a plain scalar are indented more than what it belongs to. */
function continued(text: string, from: number | undefined, column: number): number | undefined {
  let at = from;
  while (at !== undefined && at < text.length) {
    const start = at + spacesAt(text, at);
    if (start - at <= column || isBreak(text, start)) return at;
    const end = match(MORE, text, start);
    at = end === undefined ? undefined : match(LINE_END, text, end);
  }
  return at;
}

/** All lines of a quoted scalar but the first are indented more than what it belongs to. */
function isIndented(text: string, from: number, to: number, column: number): boolean {
  for (let at = text.indexOf('\n', from) + 1; at > 0 && at < to; at = text.indexOf('\n', at) + 1) {
    const start = at + spacesAt(text, at);
    if (start - at <= column && !isBreak(text, start)) return false;
  }
  return true;
}

/** A literal or folded scalar ends before the first line that is not indented more than what it belongs to. */
function blockEnd(text: string, from: number, column: number): number | undefined {
  let at = from;
  for (let own = -1; at < text.length; ) {
    const width = spacesAt(text, at);
    const blank = isBreak(text, at + width);
    if (!blank && width <= column) return at;
    // Its first line says how far all are indented; a blank line in front of it must not have more.
    if (blank ? own < 0 && width > 0 : own >= 0 && width < own) return undefined;
    if (!blank && own < 0) own = width;
    if (text.charCodeAt(at + width) === 9 && width <= column + 1) return undefined;
    at = match(LINE, text, at)!;
  }
  return at;
}

/** How many spaces stand at an offset. */
export function spacesAt(text: string, at: number): number {
  let end = at;
  while (text.charCodeAt(end) === 32) end++;
  return end - at;
}

const isBreak = (text: string, at: number) => at >= text.length || /[\r\n]/.test(text[at]!);
