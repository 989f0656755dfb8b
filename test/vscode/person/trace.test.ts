import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { type Editor, startEditor } from '../support/editor.ts';
import { Window } from '../support/window.ts';

let editor: Editor;
let browser: Browser;
let window: Window;

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
  await window.ready();
});

afterEach(() => window.close());

const LENS = 'DELIVERED · show trace';

test('a click on the line above a statement opens its trace beside, in colours', async () => {
  await window.scrollTo('trace  default/a');
  const trace = await window.openTrace(LENS);
  await trace.getByText('10.244.1.0 is at').or(trace.getByText('Ethernet')).first().waitFor();
  expect(await window.text.getByText('namespace').count()).toBeGreaterThan(0);
  expect((await window.colours(trace)).size).toBeGreaterThanOrEqual(4);
});

test('it follows what is typed', async () => {
  await window.scrollTo('trace  default/a');
  const trace = await window.openTrace(LENS);
  await window.replace('pod b { on node-b  ip 10.244.2.194', 'pod b { on node-b  ip 10.244.2.77');
  await trace.getByText('10.244.2.77').first().waitFor();
  expect(await trace.getByText('10.244.2.194').count()).toBe(0);
});

test('Enter on a rule leads to where it is declared, and selects nothing', async () => {
  await window.scrollTo('trace  default/a');
  await window.openTrace(LENS);
  await window.page.keyboard.press('ControlOrMeta+G');
  await window.page.locator('.quick-input-widget input').fill(':10');
  await window.page.keyboard.press('Enter');
  await window.statusItem(/^Ln 10, Col 1$/).waitFor();
  await window.page.keyboard.press('Enter');
  await window.statusItem(/^Ln 21, Col 8$/).waitFor();
});

test('a click on a link leads there too', async () => {
  await window.scrollTo('trace  default/a');
  const trace = await window.openTrace(LENS);
  await trace
    .getByText('flannel-vxlan.knet:21:8')
    .first()
    .click({ modifiers: ['ControlOrMeta'] });
  await window.statusItem(/^Ln 21, Col 8$/).waitFor();
});

test('the hover over a statement leads to it', async () => {
  await window.scrollTo('trace  default/a');
  const hover = await window.hover('trace');
  await hover.getByText('Show every step and header').click();
  await window.page.locator('.tab.active', { hasText: '.knet-trace' }).waitFor();
});
