/*
 * The Markdown that knet's own hovers are written in, and no more of it: paragraphs, lists, fenced code, rules; bold,
 * emphasis, code. Plain data, so that it can be tested without a page. A link is its text: nothing in a card can be run.
 */
export interface Span {
  readonly style: 'plain' | 'strong' | 'emphasis' | 'code';
  readonly text: string;
}

export type Block =
  | { readonly kind: 'paragraph'; readonly spans: readonly Span[] }
  | { readonly kind: 'list'; readonly items: readonly (readonly Span[])[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'rule' };

/** Takes a text apart; what is no Markdown known here stays as it stands. */
export function blocksOf(markdown: string): Block[] {
  const lines = markdown.split('\n');
  const blocks: Block[] = [];
  while (lines.length > 0) {
    const line = lines[0]!;
    if (line.trim() === '') lines.shift();
    else if (/^-{3,}\s*$/.test(line)) blocks.push({ kind: 'rule' }) && lines.shift();
    else if (/^`{3,}/.test(line)) blocks.push(fenced(lines));
    else if (isItem(line)) blocks.push({ kind: 'list', items: itemsOf(lines) });
    else blocks.push({ kind: 'paragraph', spans: spansOf(taken(lines, isText).join(' ')) });
  }
  return blocks;
}

const itemsOf = (lines: string[]) => taken(lines, isItem).map((item) => spansOf(item.slice(2)));
const isItem = (line: string): boolean => line.startsWith('- ');
const isText = (line: string): boolean => line.trim() !== '' && !isItem(line) && !/^(`{3,}|-{3,}\s*$)/.test(line);

/** Takes the lines at the beginning that are of a kind; at least one. */
function taken(lines: string[], isOne: (line: string) => boolean): string[] {
  const end = lines.findIndex((line, index) => index > 0 && !isOne(line));
  return lines.splice(0, end < 0 ? lines.length : end);
}

function fenced(lines: string[]): Block {
  const fence = /^`+/.exec(lines.shift()!)![0];
  const end = lines.indexOf(fence);
  const content = lines.splice(0, end < 0 ? lines.length : end + 1);
  return { kind: 'code', text: (end < 0 ? content : content.slice(0, -1)).join('\n') };
}

/** In the order in which they are looked for at a place: an escape, a code span, bold, emphasis, a link. */
const PATTERNS: readonly (readonly [RegExp, Span['style']])[] = [
  [/^\\([\\`*_{}[\]<>#|~])/, 'plain'],
  [/^(`+)(?: (?=.*`))?([^`]|[^`].*?[^`])(?: )?\1(?!`)/, 'code'],
  [/^\*\*((?:[^*\\]|\\.)+)\*\*/, 'strong'],
  [/^_((?:[^_\\]|\\.)+)_(?!\w)/, 'emphasis'],
  [/^\[((?:[^\]\\]|\\.)*)\]\([^)]*\)/, 'plain'],
];

function spansOf(text: string): Span[] {
  const spans: Span[] = [];
  const add = ({ style, text: more }: Span) => {
    const last = spans.at(-1);
    if (last?.style === style && style === 'plain') spans[spans.length - 1] = { style, text: last.text + more };
    else spans.push({ style, text: more });
  };
  for (let at = 0; at < text.length; ) {
    const { span, length } = spanAt(text.slice(at));
    add(span);
    at += length;
  }
  return spans;
}

function spanAt(rest: string): { span: Span; length: number } {
  for (const [pattern, style] of PATTERNS) {
    const found = pattern.exec(rest);
    if (!found) continue;
    const inner = found.at(-1)!;
    return {
      span: { style, text: style === 'code' ? inner.replaceAll('\\|', '|') : unescaped(inner) },
      length: found[0].length,
    };
  }
  return { span: { style: 'plain', text: rest[0]! }, length: 1 };
}

const unescaped = (text: string): string => text.replace(/\\([\\`*_{}[\]<>#|~])/g, '$1');
