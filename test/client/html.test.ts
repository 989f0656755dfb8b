import { expect, test } from 'vitest';
import { pageHtml } from '../../client/features/preview/html.ts';
import { TEXTS } from './player/texts.ts';

const parts = {
  language: 'en',
  title: '<i>',
  script: 'https://x/preview.js',
  style: 'https://x/preview.css?a=1&b="2"',
  cspSource: 'https://x',
  texts: {
    tools: 'View',
    zoomIn: 'In',
    zoomOut: 'Out',
    fit: 'Fit',
    pin: 'Pin',
    export: 'Save',
    search: 'Find',
    found: '{0} of {1}',
    view: 'What',
    views: { topology: 'Networks', addresses: '<b>', services: 'Services', policies: 'Policies' },
    player: TEXTS,
  },
};

test('the policy allows the one script, the style sheet and images of the page’s own, and nothing else', () => {
  const html = pageHtml(parts);
  const nonce = /script-src 'nonce-([0-9a-f]{32})'/.exec(html)?.[1];
  expect(nonce).toBeDefined();
  expect(html).toContain(
    `content="default-src 'none'; style-src https://x; img-src data:; script-src 'nonce-${nonce}'"`,
  );
  expect(html.match(/<script/g)).toHaveLength(1);
  expect(html).toContain(`<script nonce="${nonce}" src="https://x/preview.js">`);
  expect(html).not.toMatch(/style=| on\w+="/);
});

test('every page has a nonce of its own', () => {
  const nonce = () => /nonce-(\w+)/.exec(pageHtml(parts))?.[1];
  expect(nonce()).not.toBe(nonce());
});

test('texts are texts, and every button has a name', () => {
  const html = pageHtml(parts);
  expect(html).toContain('<title>&lt;i&gt;</title>');
  expect(html).toContain('href="https://x/preview.css?a=1&amp;b=&quot;2&quot;"');
  expect(html.match(/<button/g)).toHaveLength(5 + 6);
  expect(html.match(/<button [^>]*aria-label="\w+[^"]*"/g)).toHaveLength(5 + 6);
  expect(html).toContain('<option value="addresses">&lt;b&gt;</option>');
  expect(html).toMatch(/<input [^>]*aria-label="Find"/);
});
