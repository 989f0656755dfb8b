import { type LangiumDocument, URI } from 'langium';
import { expect, test } from 'vitest';
import { listingOf } from '../../../analysis/manifests/listing.ts';

const files = { readDirectory: () => Promise.resolve([]) };

test.each([
  ['ssh://hosta/home/me', 'ssh://hosta/home/me/main.knet', true],
  ['ssh://hosta/home/me', 'ssh://hostb/home/me/main.knet', false],
  ['ssh://hosta/home/me', 'sftp://hosta/home/me/main.knet', false],
  ['ssh://hosta/home/me', 'ssh://hosta/home/you/main.knet', false],
  ['file:///home/me', 'file:///home/me/main.knet', true],
  ['file://Server/share', 'file://server/share/main.knet', true],
  ['file://server/share', 'file:///share/main.knet', false],
])('below %s, what %s names is inside: %s', async (folder, document, isInside) => {
  const from = { uri: URI.parse(document) } as LangiumDocument;
  const listing = await listingOf(from, 'k8s/a.yaml', { files, allowed: () => [URI.parse(folder)] });
  expect('uris' in listing).toBe(isInside);
});
