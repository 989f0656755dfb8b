/** A pattern of paths, cut where wildcards begin. */
export interface Glob {
  /** The folder below which to look, relative, with `/`; empty for the pattern's own. */
  readonly base: string;
  /** Whether a path relative to the pattern's own folder, with `/`, is meant. */
  matches(path: string): boolean;
}

/**
 * Reads a pattern: `*` and `?` within a name, `**` for any folders, `{a,b}` for either. One without wildcards means that
 * file, or all below that folder. Undefined for what is no relative path.
 */
export function readGlob(pattern: string): Glob | undefined {
  if (pattern === '' || pattern.startsWith('/') || pattern.includes('\\') || /^[a-z]+:/i.test(pattern))
    return undefined;
  const segments = normal(pattern);
  const wild = segments.findIndex((segment) => /[*?{]/.test(segment));
  const fixed = wild < 0 ? segments : segments.slice(0, wild);
  const parts = segments.map((segment, i) =>
    segment === '**' ? '(?:[^/]+/)*' : partOf(segment, i === segments.length - 1),
  );
  const below = wild < 0 ? '(?:/.*)?' : '';
  const expression = new RegExp(`^${parts.join('')}${segments.at(-1) === '**' ? '[^/]+' : ''}${below}$`);
  return { base: fixed.join('/'), matches: (path) => expression.test(path) };
}

/** The names of a path without those that lead back again. */
function normal(pattern: string): string[] {
  const segments: string[] = [];
  for (const segment of pattern.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..' && segments.length > 0 && segments.at(-1) !== '..') segments.pop();
    else segments.push(segment);
  }
  return segments;
}

function partOf(segment: string, last: boolean): string {
  const text = segment.replace(/\{[^{}]*\}|[\s\S]/g, (part) => {
    if (part === '*') return '[^/]*';
    if (part === '?') return '[^/]';
    if (part.startsWith('{') && part.length > 1) return `(?:${part.slice(1, -1).split(',').map(plain).join('|')})`;
    return plain(part);
  });
  return last ? text : `${text}/`;
}

const plain = (text: string) => text.replace(/[.+^$()|[\]\\{}?*]/g, '\\$&');
