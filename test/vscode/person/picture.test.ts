import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { type Editor, startEditor } from '../support/editor.ts';
import { fillOf, hasThemeColour, misplacedLabels } from '../support/picture.ts';
import { Window } from '../support/window.ts';

let editor: Editor;
let browser: Browser;
let window: Window;
let refused: string[];

beforeAll(async () => {
  editor = await startEditor();
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await editor?.stop();
});

beforeEach(async () => {
  window = await Window.open(browser, editor, 'flannel-vxlan.knet', { width: 1600 });
  refused = [];
  window.page.on('console', (message) => {
    if (/content security policy/i.test(message.text()) && /preview/.test(message.location().url))
      refused.push(message.text());
  });
  await window.ready();
  await window.openDiagram();
  await box('node:demo/node-a').waitFor();
});

afterEach(() => window.close());

const box = (id: string) => window.webview().locator(`[data-id="${id}"]`);
const note = () => window.webview().locator('#note');

test('the diagram shows the networks, nodes and pods, in the colours of the theme', async () => {
  for (const id of ['cluster:demo', 'segment:management', 'segment:cluster-lan', 'node:demo/master'])
    await box(id).waitFor();
  expect(await box('pods:demo/default/a@demo/node-a').textContent()).toContain('10.244.1.96');
  expect(await box('node:demo/node-a').getAttribute('aria-label')).toContain('172.16.130.140');
  expect(await note().isVisible()).toBe(false);
  expect(refused).toEqual([]);
  expect(await box('node:demo/node-a').locator('text').last().evaluate(hasThemeColour)).toBe(true);
});

test('every label lies in its box, as the browser measures it', async () => {
  expect(await window.webview().locator('svg').first().evaluate(misplacedLabels)).toEqual([]);
});

test('what is typed is drawn, and broken text keeps the picture', async () => {
  await window.replace('pod b { on node-b  ip 10.244.2.194 }', 'pod b { on node-b }\n    pod extra { on node-a }');
  await box('pods:demo/default/extra@demo/node-a').waitFor();
  expect(await note().isVisible()).toBe(false);

  await window.replace('cluster demo {', 'cluster demo { {{');
  await note().waitFor();
  expect(await window.webview().locator('[data-id]').count()).toBeGreaterThan(0);
});

test('a click on a box leads to its declaration', async () => {
  await box('pods:demo/default/b@demo/node-b').click();
  await cursorAt('Ln 36, Col 9');
  // What is typed next does not take the place of the name.
  await window.page.keyboard.insertText('x');
  await window.text.getByText('xb').first().waitFor();
});

test('Enter on a box leads there too', async () => {
  await box('node:demo/node-b').focus();
  await window.page.keyboard.press('Enter');
  await cursorAt('Ln 27, Col 8');
});

test('the picture follows the editor to another file', async () => {
  await window.focusEditor();
  await window.goTo('ack-flannel.knet');
  await box('vpc:shop').waitFor();
  expect(await box('node:demo/node-a').count()).toBe(0);
  await window.page.locator('.tab', { hasText: 'Diagram of ack-flannel.knet' }).waitFor();
});

test('another theme gives the picture other colours', async () => {
  const quiet = box('node:demo/node-a').locator('text').last();
  const before = await quiet.evaluate(fillOf);
  await window.command('Preferences: Toggle between Light/Dark Themes');
  await expect.poll(() => quiet.evaluate(fillOf)).not.toBe(before);
  expect(await quiet.evaluate(hasThemeColour)).toBe(true);
});

test('it is there again after the window is reloaded', async () => {
  // A window whose address names a file opens that file and nothing else, also when it is reloaded.
  const other = await Window.open(browser, editor, undefined, { width: 1600 });
  await other.goTo('flannel-vxlan.knet');
  await other.ready();
  await other.openDiagram();
  const node = other.webview().locator('[data-id="node:demo/node-a"]');
  await node.waitFor();
  const loaded = other.page.waitForEvent('load');
  await other.command('Developer: Reload Window');
  await loaded;
  await node.waitFor();
  await other.close();
});

test('keys and wheel zoom, and a key fits the picture again', async () => {
  const svg = window.webview().locator('svg[role="group"]');
  const seen = () => svg.getAttribute('viewBox');
  await box('node:demo/node-a').focus();
  const fitted = await seen();
  await window.page.keyboard.press('+');
  await expect.poll(seen).not.toBe(fitted);
  const nearer = await seen();
  await svg.hover();
  await window.page.mouse.wheel(0, 300);
  await expect.poll(seen).not.toBe(nearer);
  await window.page.keyboard.press('0');
  await expect.poll(seen).toBe(fitted);
});

/** Waits until the cursor stands at a place (from 1), and nothing is selected. */
const cursorAt = (place: string) => window.statusItem(new RegExp(`^${place}$`)).waitFor();
