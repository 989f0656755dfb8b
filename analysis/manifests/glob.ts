/** A pattern of paths, cut where wildcards begin. */
export interface Glob {
  /** The path below which to look, from the root on, with `/`. */
  readonly base: string;
  /** Whether a path, from the root on, is meant. */
  matches(path: string): boolean;
}

/** Patterns that braces may stand for. */
const ALTERNATIVES = 100;

/**
 * Reads a pattern of a folder, whose path begins at the root: `*` and `?` within a name, `**` for any folders, `{a,b}` for
 * either. One without wildcards means that file, or all below that folder. Undefined for what is no relative path.
 */
export function readGlob(pattern: string, folder: string): Glob | undefined {
  if (pattern === '' || pattern.startsWith('/') || pattern.includes('\\') || /^[a-z]+:/i.test(pattern))
    return undefined;
  const own = namesOf(folder).map((name) => ({ name, isFixed: true }));
  const patterns = expanded(pattern)?.map((one) => normal([...own, ...namesOf(one).map(segmentOf)]));
  if (!patterns) return undefined;
  const [first = [], ...others] = patterns.map(fixedOf);
  const shared = first.findIndex((name, i) => others.some((other) => other[i] !== name));
  return {
    base: `/${(shared < 0 ? first : first.slice(0, shared)).join('/')}`,
    matches: (path) => patterns.some((segments) => matchesPath(segments, namesOf(path))),
  };
}

/** A name of a path; one with wildcards stands for others, unless it is the name of the pattern's own folder. */
interface Segment {
  readonly name: string;
  readonly isFixed: boolean;
}

const segmentOf = (name: string): Segment => ({ name, isFixed: !/[*?]/.test(name) });

const namesOf = (path: string) => path.split('/').filter((name) => name !== '');

const BRACES = /\{([^{}]*)\}/;

/** A pattern for each way to take one of what stands in braces; undefined for more than anybody needs. */
function expanded(pattern: string): string[] | undefined {
  let patterns = [pattern];
  while (patterns.some((one) => BRACES.test(one))) {
    patterns = patterns.flatMap((one) => {
      const words = BRACES.exec(one)?.[1]?.split(',');
      return words ? words.map((word) => one.replace(BRACES, () => word)) : one;
    });
    if (patterns.length > ALTERNATIVES) return undefined;
  }
  return patterns;
}

/** The names of a path without those that lead back again, as far as the root; several `**` in a row are one. */
function normal(pattern: readonly Segment[]): Segment[] {
  const segments: Segment[] = [];
  for (const segment of pattern) {
    if (segment.name === '.') continue;
    if (segment.name === '..') segments.pop();
    else if (!isAny(segment) || !isAny(segments.at(-1))) segments.push(segment);
  }
  return segments;
}

const isAny = (segment: Segment | undefined) => segment?.name === '**' && !segment.isFixed;

function fixedOf(segments: readonly Segment[]): readonly string[] {
  const wild = segments.findIndex(({ isFixed }) => !isFixed);
  return (wild < 0 ? segments : segments.slice(0, wild)).map(({ name }) => name);
}

/**
 * Whether the names of a path are those of a pattern. Each segment is held against each name once at most: whoever wrote the
 * pattern must not be able to keep the reader busy, as with a regular expression made of it.
 */
function matchesPath(segments: readonly Segment[], names: readonly string[]): boolean {
  const isLiteral = segments.every(({ isFixed }) => isFixed);
  // Numbers of names that the segments so far may have taken.
  let taken = new Set([0]);
  for (const [i, segment] of segments.entries()) {
    if (!isAny(segment))
      taken = new Set([...taken].filter((n) => n < names.length && isNamed(segment, names[n]!)).map((n) => n + 1));
    // At the end of a pattern `**` is all files below, and there is one at least.
    else if (i === segments.length - 1) return [...taken].some((n) => n < names.length);
    else if (taken.size > 0) taken = new Set(range(Math.min(...taken), names.length));
  }
  return taken.has(names.length) || (isLiteral && taken.size > 0);
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

const isNamed = ({ name: meant, isFixed }: Segment, name: string) =>
  isFixed ? meant === name : matchesName(meant, name);

/** `*` takes as little as it can, and one more when what follows does not fit. */
function matchesName(segment: string, name: string): boolean {
  let [at, star, resume] = [0, -1, 0];
  for (let i = 0; i < name.length; ) {
    if (segment[at] === '*') [star, resume, at] = [at, i, at + 1];
    else if (at < segment.length && (segment[at] === '?' || segment[at] === name[i])) [at, i] = [at + 1, i + 1];
    else if (star >= 0) [at, resume, i] = [star + 1, resume + 1, resume + 1];
    else return false;
  }
  return /^\**$/.test(segment.slice(at));
}
