/// <reference types="node" />
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { pageText } from './table.ts';

test('docs/services.md says what the traces say', async () => {
  const page = readFileSync(new URL('../../../../docs/services.md', import.meta.url), 'utf8');
  expect(page.split('\n')).toEqual((await pageText()).split('\n'));
}, 30_000);
