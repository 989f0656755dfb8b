/// <reference types="node" />
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { rangeOf } from '../../../analysis/origins.ts';
import { resolveOrigins } from '../../../analysis/places.ts';
import type { Frame, Step } from '../../../network/trace/result.ts';
import { frameOf, type Shown } from '../../client/player/read-headers.ts';
import { load } from '../../support/analysis.ts';
import { root } from '../../support/cli.ts';
import { openBrowser } from '../support/browser.ts';
import { type Editor, startEditor } from '../support/editor.ts';
import { Window } from '../support/window.ts';

const FILE = 'flannel-vxlan.knet';
/** A loaded machine takes its time. */
const PATIENT = { timeout: 60_000 };

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
  window = await Window.open(browser, editor, FILE, { width: 1700 });
  refused = [];
  window.page.on('console', (message) => {
    if (/content security policy/i.test(message.text()) && /preview/.test(message.location().url))
      refused.push(message.text());
  });
  await window.ready();
});

afterEach(() => window.close());

const player = (part: string) => window.webview().locator(`#player${part}`);
const position = () => player('-position').textContent();
const classOf = (id: string) => window.webview().locator(`[data-id="${id}"]`).getAttribute('class');

/** The steps of the first trace of the file, as its JSON has them, and the frame after each. */
async function told(): Promise<{ readonly box: string; readonly frame: Frame | undefined }[]> {
  const { model } = await load({ [FILE]: readFileSync(join(root, 'examples', FILE), 'utf8') });
  const result = resolveOrigins(model.traceOf(model.topology.traces[0]!), rangeOf);
  const { forward, reply = [] } = JSON.parse(JSON.stringify(result)).paths[0] as (typeof result.paths)[number];
  return [forward, reply].flatMap((way) => {
    let frame: Frame | undefined;
    return way.flatMap(({ namespace, steps }) =>
      steps.map((step: Step<unknown>) => {
        frame = ('frame' in step ? step.frame : undefined) ?? frame;
        return { box: namespace, frame };
      }),
    );
  });
}

/** The headers in the page, the outermost first. */
const shown = (): Promise<Shown[]> =>
  player('-stage')
    .locator('.layer')
    .evaluateAll((layers) =>
      layers.map((layer) => {
        const fields = [...layer.querySelectorAll(':scope > dl > .field')];
        const text = (field: { querySelector(tag: string): { textContent: string } }, tag: string) =>
          field.querySelector(tag).textContent;
        return {
          name: layer.getAttribute('data-layer') ?? '',
          fields: Object.fromEntries(fields.map((field) => [text(field as never, 'dt'), text(field as never, 'dd')])),
        };
      }),
    );

test('a trace is played from the line above it to its end by keys, with the headers of its JSON', async () => {
  await window.scrollTo('trace  default/a');
  await window.play();
  await player('-title').getByText('default/a -> default/b ICMP').waitFor(PATIENT);
  const steps = await told();
  await expect.poll(position, PATIENT).toBe(`1 of ${steps.length}`);
  await expect.poll(() => window.webview().locator('#player:focus').count(), PATIENT).toBe(1);

  for (const [at, { box, frame }] of steps.entries()) {
    await expect.poll(position).toBe(`${at + 1} of ${steps.length}`);
    expect(await player('-stage').locator('.where strong').textContent()).toBe(box);
    expect(frameOf(await shown()), `step ${at + 1}`).toEqual(frame);
    await window.page.keyboard.press('n');
  }
  expect(await position()).toBe(`${steps.length} of ${steps.length}`);
  expect(await classOf('pods:demo/default/a@demo/node-a')).toContain('knet-here');
  await window.page.keyboard.press('Home');
  await expect.poll(position).toBe(`1 of ${steps.length}`);
  expect(await player('-said').textContent()).toContain('default/a');
  expect(await classOf('node:demo/master')).not.toContain('knet-way');
  expect(await classOf('node:demo/node-b')).toContain('knet-way');
  expect(refused).toEqual([]);
});

test('the link at a rule leads to where it is declared', async () => {
  await window.scrollTo('trace  default/a');
  await window.play();
  const link = player('-stage').locator('[data-reveal]');
  await player('-position').waitFor(PATIENT);
  for (let step = 0; step < 40 && (await link.count()) === 0; step++) await player('-step').click();
  const [, line] = /:(\d+):\d+$/.exec((await link.textContent())!)!;
  await link.click();
  await window.statusItem(new RegExp(`^Ln ${line}, `)).waitFor();
});

test('two boxes chosen by keys are the ends of a trace, and Escape closes it', async () => {
  await window.openDiagram();
  const box = (id: string) => window.webview().locator(`[data-id="${id}"]`);
  await box('pods:demo/default/b@demo/node-b').focus();
  await window.page.keyboard.press('f');
  await window.webview().locator('#note', { hasText: 'default/b' }).waitFor();
  await box('node:demo/master').focus();
  await window.page.keyboard.press('t');
  await player('-title').getByText('default/b -> master ICMP').waitFor(PATIENT);
  await window.page.keyboard.press(' ');
  await expect.poll(position, PATIENT).toMatch(/^2 of/);
  await window.page.keyboard.press('Escape');
  await player('').waitFor({ state: 'hidden' });
  expect(await classOf('node:demo/master')).not.toContain('knet-way');
  expect(refused).toEqual([]);
});

test('the menu of a box has both ends of a trace', async () => {
  await window.openDiagram();
  const box = (id: string) => window.webview().locator(`[data-id="${id}"]`);
  await window.chooseFromMenu(box('pods:demo/default/a@demo/node-a'), /Trace from Here/);
  await window.webview().locator('#note', { hasText: 'default/a' }).waitFor(PATIENT);
  await window.chooseFromMenu(box('pods:demo/default/b@demo/node-b'), /to Here/);
  await player('-title').getByText('default/a -> default/b ICMP').waitFor(PATIENT);
});

test('it follows what is typed, and is there again where it was after a reload', async () => {
  const other = await Window.open(browser, editor, undefined, { width: 1700 });
  await other.goTo(FILE);
  await other.ready();
  await other.scrollTo('trace  default/a');
  await other.play();
  const shown = (part: string) => other.webview().locator(`#player${part}`);
  await shown('-position').waitFor(PATIENT);
  for (let step = 0; step < 3; step++) await shown('').press('n');
  await expect.poll(() => shown('-position').textContent(), PATIENT).toMatch(/^4 of/);
  await other.replace('pod b { on node-b  ip 10.244.2.194', 'pod b { on node-b  ip 10.244.2.77');
  await shown('-outcome').getByText('10.244.2.77').waitFor(PATIENT);
  expect(await shown('-position').textContent()).toMatch(/^4 of/);
  const loaded = other.page.waitForEvent('load');
  await other.command('Developer: Reload Window');
  await loaded;
  await shown('-title').getByText('default/a -> default/b ICMP').waitFor(PATIENT);
  await expect.poll(() => shown('-position').textContent(), PATIENT).toMatch(/^4 of/);
  await other.close();
});
