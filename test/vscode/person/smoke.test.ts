import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { type Editor, startEditor } from '../support/editor.ts';
import { Window } from '../support/window.ts';

let editor: Editor;
let browser: Browser;

beforeAll(async () => {
  editor = await startEditor();
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await editor?.stop();
});

test('a .knet file opens as the language knet, and nothing asks for attention', async () => {
  const window = await Window.open(browser, editor, 'flannel-vxlan.knet');
  await window.statusItem(/^knet$/).waitFor();
  expect(await window.text.textContent()).toContain('network');
  expect(await window.page.locator('.notification-toast').count()).toBe(0);
  expect(await window.page.locator('.monaco-dialog-box').count()).toBe(0);
  await window.close();
});
