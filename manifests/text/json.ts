import { type Kept, keptOf } from './kept.ts';
import type { Stretch } from './scan.ts';

/*
 * Dumps as `kubectl get -o json` prints them. The texts have been found to be JSON before anything here looks at them, so
 * that brackets and quotes are all that there is to look for.
 */

/** Whether a text is JSON as a whole. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Strings and brackets; a new one each time, since it remembers where it found the last. */
const tokens = () => /"(?:[^"\\]|\\.)*"|[{}[\]]/g;

/** Where the items of a List stand; undefined for what is none, or has its items' kind in its own. */
export function jsonItems(text: string): Stretch[] | undefined {
  const found: Stretch[] = [];
  const around: string[] = [];
  let [depth, itemsDepth, from, outside] = [0, 0, 0, 0];
  for (const { 0: token, index } of text.matchAll(tokens())) {
    if (token === '{' || token === '[') {
      depth++;
      if (depth === 2 && token === '[' && /"items"\s*:\s*$/.test(text.slice(Math.max(0, index - 40), index))) {
        itemsDepth = depth;
        around.push(text.slice(outside, index));
      }
      if (itemsDepth > 0 && depth === itemsDepth + 1) from = index;
    } else if (token === '}' || token === ']') {
      if (itemsDepth > 0 && depth === itemsDepth + 1) found.push([from, index + 1]);
      if (depth === itemsDepth) [itemsDepth, outside] = [0, index];
      depth--;
    }
  }
  around.push(text.slice(outside));
  return /"kind"\s*:\s*"List"/.test(around.join('')) ? found : undefined;
}

/** The members of objects that nobody reads, each with the comma behind it. */
export function unreadMembers(text: string, kept: Kept): Stretch[] {
  const found: Stretch[] = [];
  valueEnd(text, spaceEnd(text, 0), kept, found);
  return found;
}

/** Behind the value that begins at an offset. */
function valueEnd(text: string, at: number, kept: boolean | Kept, found: Stretch[]): number {
  const first = text[at];
  if (first !== '{' && first !== '[') return first === '"' ? stringEnd(text, at) : wordEnd(text, at);
  if (typeof kept === 'boolean') return bracketEnd(text, at);
  const close = first === '{' ? '}' : ']';
  let from = spaceEnd(text, at + 1);
  while (from < text.length && text[from] !== close) {
    const below = first === '{' ? keptOf(kept, text.slice(from, stringEnd(text, from))) : kept;
    const value = first === '{' ? spaceEnd(text, text.indexOf(':', stringEnd(text, from)) + 1) : from;
    const behind = spaceEnd(text, valueEnd(text, value, below, below === false ? [] : found));
    const next = text[behind] === ',' ? spaceEnd(text, behind + 1) : behind;
    if (below === false) found.push([from, next]);
    from = next;
  }
  return from + 1;
}

function bracketEnd(text: string, at: number): number {
  const pattern = tokens();
  pattern.lastIndex = at;
  for (let depth = 0, match = pattern.exec(text); match; match = pattern.exec(text)) {
    if (match[0] === '{' || match[0] === '[') depth++;
    else if (match[0] === '}' || match[0] === ']') depth--;
    if (depth === 0) return pattern.lastIndex;
  }
  return text.length;
}

const STRING = /"(?:[^"\\]|\\.)*"/y;
const SPACE = /[ \t\r\n]*/y;
const WORD = /[^,\s}\]]*/y;

const stringEnd = (text: string, at: number) => endOf(STRING, text, at);
const spaceEnd = (text: string, at: number) => endOf(SPACE, text, at);
const wordEnd = (text: string, at: number) => endOf(WORD, text, at);

function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : text.length;
}
