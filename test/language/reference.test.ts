import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { WORDS } from '../../language/words.ts';
import { diagnosticsOf } from './support/say.ts';

const page = readFileSync(new URL('../../docs/language.md', import.meta.url), 'utf8');
const snippets = [...page.matchAll(/```knet\n([\s\S]*?)```/g)].map((match) => match[1]!);

test('the page shows files', () => expect(snippets.length).toBeGreaterThan(2));

test.each(snippets)('nothing is wrong with: %s', async (text) => expect(await diagnosticsOf(text)).toEqual([]));

test('the page names every keyword', () => {
  const named = new Set(page.match(/[\w-]+/g));
  expect(Object.keys(WORDS).filter((keyword) => !named.has(keyword))).toEqual([]);
});
