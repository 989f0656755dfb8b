/// <reference types="node" />
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rangeOf } from '../../../analysis/origins.ts';
import { resolveOrigins } from '../../../analysis/places.ts';
import type { Frame, Step } from '../../../network/trace/result.ts';
import { frameOf, type Shown } from '../../client/player/read-headers.ts';
import { load } from '../../support/analysis.ts';
import { root } from '../../support/cli.ts';
import { windowForEach } from '../support/session.ts';
import { Window } from '../support/window.ts';

const FILE = 'flannel-vxlan.knet';
/** A loaded machine takes its time. */
const PATIENT = { timeout: 60_000 };

const session = windowForEach(FILE, { width: 1700 });

const player = (part: string) => session.window.webview().locator(`#player${part}`);
const position = () => player('-position').textContent();
const classOf = (id: string) => session.window.webview().locator(`[data-id="${id}"]`).getAttribute('class');

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
  await session.window.text.scrollTo('trace  default/a');
  await session.window.play();
  await player('-title').getByText('default/a -> default/b ICMP').waitFor(PATIENT);
  const steps = await told();
  await expect.poll(position, PATIENT).toBe(`1 of ${steps.length}`);
  await expect.poll(() => session.window.webview().locator('#player:focus').count(), PATIENT).toBe(1);

  for (const [at, { box, frame }] of steps.entries()) {
    await expect.poll(position).toBe(`${at + 1} of ${steps.length}`);
    expect(await player('-stage').locator('.where strong').textContent()).toBe(box);
    expect(frameOf(await shown()), `step ${at + 1}`).toEqual(frame);
    await session.window.page.keyboard.press('n');
  }
  expect(await position()).toBe(`${steps.length} of ${steps.length}`);
  expect(await classOf('pods:demo/default/a@demo/node-a')).toContain('knet-here');
  await session.window.page.keyboard.press('Home');
  await expect.poll(position).toBe(`1 of ${steps.length}`);
  expect(await player('-said').textContent()).toContain('default/a');
  expect(await classOf('node:demo/master')).not.toContain('knet-way');
  expect(await classOf('node:demo/node-b')).toContain('knet-way');
  expect(session.window.refused).toEqual([]);
});

test('the link at a rule leads to where it is declared', async () => {
  await session.window.text.scrollTo('trace  default/a');
  await session.window.play();
  const link = player('-stage').locator('[data-reveal]');
  await player('-position').waitFor(PATIENT);
  for (let step = 0; step < 40 && (await link.count()) === 0; step++) await player('-step').click();
  const [, line] = /:(\d+):\d+$/.exec((await link.textContent())!)!;
  await link.click();
  await session.window.statusItem(new RegExp(`^Ln ${line}, `)).waitFor();
});

test('two boxes chosen by keys are the ends of a trace, and Escape closes it', async () => {
  await session.window.openDiagram();
  const box = (id: string) => session.window.webview().locator(`[data-id="${id}"]`);
  await box('pods:demo/default/b@demo/node-b').focus();
  await session.window.page.keyboard.press('f');
  await session.window.webview().locator('#note', { hasText: 'default/b' }).waitFor();
  await box('node:demo/master').focus();
  await session.window.page.keyboard.press('t');
  await player('-title').getByText('default/b -> master ICMP').waitFor(PATIENT);
  await session.window.page.keyboard.press(' ');
  await expect.poll(position, PATIENT).toMatch(/^2 of/);
  await session.window.page.keyboard.press('Escape');
  await player('').waitFor({ state: 'hidden' });
  expect(await classOf('node:demo/master')).not.toContain('knet-way');
  expect(session.window.refused).toEqual([]);
});

test('the menu of a box has both ends of a trace', async () => {
  await session.window.openDiagram();
  const box = (id: string) => session.window.webview().locator(`[data-id="${id}"]`);
  const note = session.window.webview().locator('#note', { hasText: 'default/a' });
  await session.window.chooseFromMenu(box('pods:demo/default/a@demo/node-a'), /Trace from Here/, note);
  const title = player('-title').getByText('default/a -> default/b ICMP');
  await session.window.chooseFromMenu(box('pods:demo/default/b@demo/node-b'), /to Here/, title);
  expect(await title.isVisible()).toBe(true);
});

test('it follows what is typed, and is there again where it was after a reload', async () => {
  const other = await Window.open(session.browser, session.folder, undefined, { width: 1700 });
  await other.goTo(FILE);
  await other.ready();
  await other.text.scrollTo('trace  default/a');
  await other.play();
  const shown = (part: string) => other.webview().locator(`#player${part}`);
  await shown('-position').waitFor(PATIENT);
  for (let step = 0; step < 3; step++) await shown('').press('n');
  await expect.poll(() => shown('-position').textContent(), PATIENT).toMatch(/^4 of/);
  await other.text.replace('pod b { on node-b  ip 10.244.2.194', 'pod b { on node-b  ip 10.244.2.77');
  await shown('-outcome').getByText('10.244.2.77').waitFor(PATIENT);
  expect(await shown('-position').textContent()).toMatch(/^4 of/);
  const loaded = other.page.waitForEvent('load');
  await other.command('Developer: Reload Window');
  await loaded;
  await shown('-title').getByText('default/a -> default/b ICMP').waitFor(PATIENT);
  await expect.poll(() => shown('-position').textContent(), PATIENT).toMatch(/^4 of/);
  await other.close();
});
