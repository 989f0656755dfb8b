import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { code, text } from '../../../analysis/trace/markdown.ts';
import { type Block, blocksOf } from '../../../client/webview/preview/card/markdown.ts';

/** A block in one line: `list: a | b`, spans as `<style:text>` where they are not plain. */
function words(block: Block): string {
  const spans = (list: readonly { style: string; text: string }[]) =>
    list.map(({ style, text: inner }) => (style === 'plain' ? inner : `<${style}:${inner}>`)).join('');
  switch (block.kind) {
    case 'paragraph':
      return spans(block.spans);
    case 'list':
      return `list: ${block.items.map(spans).join(' | ')}`;
    case 'code':
      return `code: ${block.text}`;
    case 'rule':
      return 'rule';
  }
}

describe('a card', () => {
  test.each([
    ['**node** `n1` in cluster `c`', ['<strong:node> <code:n1> in cluster <code:c>']],
    ['head\n- a: `1`\n- b', ['head', 'list: a: <code:1> | b']],
    ['one\ntwo\n\nthree', ['one two', 'three']],
    ['```text\n$ ip route\n**x**\n```\nafter', ['code: $ ip route\n**x**', 'after']],
    ['```\nnever closed', ['code: never closed']],
    ['a\n\n---\n\nb', ['a', 'rule', 'b']],
    ['_Partial: left out._', ['<emphasis:Partial: left out.>']],
    ['snake_case_name stays', ['snake_case_name stays']],
    ['a \\* b \\_c\\_', ['a * b _c_']],
    ['see [the trace](command:knet.x?%5B1%5D) now', ['see the trace now']],
    ['<img src=x onerror=alert(1)>', ['<img src=x onerror=alert(1)>']],
    ['**open', ['**open']],
    ['`` a`b ``', ['<code:a`b>']],
    ['', []],
  ])('%j', (markdown, expected) => expect(blocksOf(markdown).map(words)).toEqual(expected));
});

const printable = fc.string({ unit: 'grapheme-ascii', minLength: 1 }).filter((one) => one.trim() === one && one !== '');

test('what the hovers escape is read as it stood', () => {
  fc.assert(
    fc.property(printable, (plain) => {
      const [block] = blocksOf(`x${text(plain)}`);
      expect(words(block!)).toBe(`x${plain.replace(/\s+/g, ' ')}`);
    }),
  );
});

test('a code span of the hovers is one', () => {
  fc.assert(
    fc.property(
      printable.filter((one) => !/[`|]/.test(one)),
      (plain) => {
        expect(blocksOf(code(plain))).toEqual([
          { kind: 'paragraph', spans: [{ style: 'code', text: plain.replace(/\s+/g, ' ') }] },
        ]);
      },
    ),
  );
});
