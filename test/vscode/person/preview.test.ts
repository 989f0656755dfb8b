import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { type Editor, startEditor } from '../support/editor.ts';
import { serveWebExtension, type WebExtension } from '../support/web.ts';
import { Window } from '../support/window.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());

// The layout engine is loaded by the server: a thread in Node, a worker of a worker in the browser.
describe.each(['node', 'web'])('the diagram, drawn by the server in %s', (form) => {
  let editor: Editor;
  let web: WebExtension | undefined;
  let window: Window;

  beforeAll(async () => {
    editor = await startEditor({ installed: form === 'node' });
    if (form === 'web') web = await serveWebExtension();
    window = await Window.open(browser, editor, 'flannel-vxlan.knet', { web });
    await window.ready();
    await window.openDiagram();
  });
  afterAll(async () => {
    await window?.close();
    await web?.stop();
    await editor?.stop();
  });

  /** A box of the picture, by a word in its own label. */
  const box = (label: string) => window.webview().locator('g[data-id]').filter({ hasText: label }).last();

  test('shows the nodes, the pods and the networks', async () => {
    for (const label of ['master', 'node-a', 'node-b', 'management', 'cluster-lan']) await box(label).waitFor();
  });

  test('leads from a box to its declaration', async () => {
    await box('node-b').click();
    await window.statusItem(/^Ln 27,/).waitFor();
  });

  test('follows what is typed', async () => {
    await window.text.select('namespace default {');
    await window.page.keyboard.press('ArrowRight');
    await window.page.keyboard.insertText('\n    pod newcomer { on node-a }');
    await box('newcomer').waitFor();
    expect(await window.webview().locator('svg').count()).toBeGreaterThan(0);
  });

  test('plays a trace', async () => {
    await window.text.scrollTo('trace  default/a');
    await window.play();
    await window.webview().locator('#player-title', { hasText: 'default/a -> default/b ICMP' }).waitFor();
    await window.webview().locator('[data-id="node:demo/node-b"].knet-way').waitFor();
    await window.webview().locator('#player').press('n');
    await window.webview().locator('#player-position', { hasText: /^2 of/ }).waitFor();
  });
});
