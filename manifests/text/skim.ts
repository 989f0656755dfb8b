import { unreadMembers } from './json.ts';
import { COUNTED, KEPT } from './kept.ts';
import { type Stretch, unreadStretches } from './scan.ts';

/** A document without what nobody reads, and where its characters stand in the whole. */
export interface Skimmed {
  readonly text: string;
  /** Offset in the whole of a character of the short text; of an end (`true`): behind the last character in front of it. */
  original(offset: number, isEnd?: boolean): number;
}

/**
 * Leaves out what nobody reads of an object: nine tenths of a pod. Undefined where that is little, for Lists, and for what a
 * program would not have written so.
 */
export function skim(text: string): Skimmed | undefined {
  const json = /^\s*\{/.test(text) ? objectOf(text) : undefined;
  const kind = json ? json.kind : kindOf(text);
  if (typeof kind !== 'string' || kind.endsWith('List')) return undefined;
  const kept = Object.hasOwn(KEPT, kind) ? KEPT[kind]! : COUNTED;
  const stretches = json ? unreadMembers(text, kept) : unreadStretches(text, kept);
  return stretches && stretches.length > 0 ? without(text, stretches) : undefined;
}

function objectOf(text: string): { readonly kind?: unknown } | undefined {
  try {
    return JSON.parse(text) as { readonly kind?: unknown };
  } catch {
    return undefined;
  }
}

/** The kind at the indentation of the first field. */
function kindOf(text: string): string | undefined {
  const first = /^(?:---[ ]*\r?\n)?(?:[ ]*\r?\n)*( *)(?=[^\s#-])/.exec(text);
  if (!first) return undefined;
  const own = first[1]!.length;
  const pattern =
    own === 0 ? /^kind: *["']?(\w+)["']? *\r?$/m : new RegExp(`^ {${own}}kind: *["']?(\\w+)["']? *\\r?$`, 'm');
  return pattern.exec(text)?.[1];
}

function without(text: string, stretches: readonly Stretch[]): Skimmed {
  const pieces: string[] = [];
  /** Offset in the short text at which each piece begins, and how much of the whole is missing in front of it. */
  const [starts, missing]: [number[], number[]] = [[], []];
  let at = 0;
  let length = 0;
  for (const [from, to] of [...stretches, [text.length, text.length] as const]) {
    if (from > at) {
      pieces.push(text.slice(at, from));
      starts.push(length);
      missing.push(at - length);
      length += from - at;
    }
    at = to;
  }
  const pieceOf = (offset: number) => {
    let low = 0;
    for (let high = starts.length - 1; low < high; ) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  return {
    text: pieces.join(''),
    original: (offset, isEnd = false) => offset + (missing[pieceOf(isEnd && offset > 0 ? offset - 1 : offset)] ?? 0),
  };
}
