import { beforeEach, expect, test } from 'vitest';
import { fillOf, hasThemeColour, misplacedLabels } from '../support/picture.ts';
import { windowForEach } from '../support/session.ts';
import { Window } from '../support/window.ts';

const session = windowForEach('flannel-vxlan.knet', { width: 1600 });

beforeEach(async () => {
  await session.window.openDiagram();
  await box('node:demo/node-a').waitFor();
});

const box = (id: string) => session.window.webview().locator(`[data-id="${id}"]`);
const note = () => session.window.webview().locator('#note');

test('the diagram shows the networks, nodes and pods, in the colours of the theme', async () => {
  for (const id of ['cluster:demo', 'segment:management', 'segment:cluster-lan', 'node:demo/master'])
    await box(id).waitFor();
  expect(await box('pods:demo/default/a@demo/node-a').textContent()).toContain('10.244.1.96');
  expect(await box('node:demo/node-a').getAttribute('aria-label')).toContain('172.16.130.140');
  expect(await note().isVisible()).toBe(false);
  expect(session.window.refused).toEqual([]);
  expect(await box('node:demo/node-a').locator('text').last().evaluate(hasThemeColour)).toBe(true);
});

test('every label lies in its box, as the browser measures it', async () => {
  expect(await session.window.webview().locator('svg').first().evaluate(misplacedLabels)).toEqual([]);
});

test('what is typed is drawn, and broken text keeps the picture', async () => {
  await session.window.text.replace(
    'pod b { on node-b  ip 10.244.2.194 }',
    'pod b { on node-b }\n    pod extra { on node-a }',
  );
  await box('pods:demo/default/extra@demo/node-a').waitFor();
  expect(await note().isVisible()).toBe(false);

  await session.window.text.replace('cluster demo {', 'cluster demo { {{');
  await note().waitFor();
  expect(await session.window.webview().locator('[data-id]').count()).toBeGreaterThan(0);
});

test('a click on a box leads to its declaration', async () => {
  await box('pods:demo/default/b@demo/node-b').click();
  await cursorAt('Ln 36, Col 9');
  // What is typed next does not take the place of the name.
  await session.window.page.keyboard.insertText('x');
  await session.window.text.lines.getByText('xb').first().waitFor();
});

test('Enter on a box leads there too', async () => {
  await box('node:demo/node-b').focus();
  await session.window.page.keyboard.press('Enter');
  await cursorAt('Ln 27, Col 8');
});

test('the picture follows the editor to another file', async () => {
  await session.window.text.focus();
  await session.window.goTo('ack-flannel.knet');
  await box('vpc:shop').waitFor();
  expect(await box('node:demo/node-a').count()).toBe(0);
  await session.window.page.locator('.tab', { hasText: 'Diagram of ack-flannel.knet' }).waitFor();
});

test('another theme gives the picture other colours', async () => {
  const quiet = box('node:demo/node-a').locator('text').last();
  const before = await quiet.evaluate(fillOf);
  await session.window.command('Preferences: Toggle between Light/Dark Themes');
  await expect.poll(() => quiet.evaluate(fillOf)).not.toBe(before);
  expect(await quiet.evaluate(hasThemeColour)).toBe(true);
});

test('it is there again after the window is reloaded', async () => {
  // A window whose address names a file opens that file and nothing else, also when it is reloaded.
  const other = await Window.open(session.browser, session.folder, undefined, { width: 1600 });
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
  const svg = session.window.webview().locator('svg[role="group"]');
  const seen = () => svg.getAttribute('viewBox');
  await box('node:demo/node-a').focus();
  const fitted = await seen();
  await session.window.page.keyboard.press('+');
  await expect.poll(seen).not.toBe(fitted);
  const nearer = await seen();
  // Off the boxes, whose cards would cover the picture.
  const { height } = (await svg.boundingBox())!;
  await svg.hover({ position: { x: 8, y: height - 8 } });
  await session.window.page.mouse.wheel(0, 300);
  await expect.poll(seen).not.toBe(nearer);
  await session.window.page.keyboard.press('0');
  await expect.poll(seen).toBe(fitted);
});

/** Waits until the cursor stands at a place (from 1), and nothing is selected. */
const cursorAt = (place: string) => session.window.statusItem(new RegExp(`^${place}$`)).waitFor();
