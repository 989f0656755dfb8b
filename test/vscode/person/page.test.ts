/// <reference types="node" />
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { LayoutEngine } from '../../../diagram/graph.ts';
import { createGraphviz } from '../../../diagram/layout/graphviz.ts';
import { layoutOf } from '../../../diagram/layout/layout.ts';
import { patchOf } from '../../../diagram/patch/patch.ts';
import { type Drawing, drawingOf, svgText } from '../../../diagram/svg.ts';
import { graphOf } from '../../../diagram/views/view.ts';
import { allocator } from '../../../network/topology/allocate.ts';
import { example, topologyOf } from '../../support/examples.ts';
import { openBrowser } from '../support/browser.ts';
import { openPreviewPage, type PreviewPage } from '../support/page.ts';

/** The preview's page by itself, told what the extension would tell it. */
let browser: Browser;
let engine: LayoutEngine;
let preview: PreviewPage;
let drawing: Drawing;

const TEXT = example('ack-flannel.knet');
const NODE = 'node:prod/n1';
const PATIENT = { timeout: 10_000 };

async function drawingFor(text: string): Promise<Drawing> {
  const topology = await topologyOf(text);
  const graph = graphOf('topology', topology, allocator(topology));
  return drawingOf(graph, await layoutOf(graph, () => engine));
}

beforeAll(async () => {
  browser = await openBrowser();
  engine = await createGraphviz();
  drawing = await drawingFor(TEXT);
});

afterAll(() => browser?.close());

beforeEach(async () => {
  preview = await openPreviewPage(browser);
  await preview.tell({ type: 'picture', uri: 'file:///a.knet', version: '1', svg: svgText(drawing), note: '', view: 'topology' }); // biome-ignore format: one message
  await box(NODE).waitFor();
});

afterEach(async () => {
  expect(preview.complaints).toEqual([]);
  await preview.page.close();
});

const box = (id: string) => preview.page.locator(`[data-id="${id}"]`);
const card = () => preview.page.locator('#card');
const saidLast = async <T extends Parameters<PreviewPage['said']>[0]>(type: T) => (await preview.said(type)).at(-1);

describe('the card of a box', () => {
  const markdown =
    '**node** `n1` in cluster `prod`\n- pods: <img src=x onerror="alert(1)">\n\n```text\n$ ip route\n```';

  async function hover(): Promise<void> {
    await box(NODE).hover({ position: { x: 40, y: 10 } });
    await expect.poll(() => saidLast('card'), PATIENT).toEqual({ type: 'card', id: NODE });
    await preview.tell({ type: 'card', id: NODE, markdown });
    await card().waitFor();
  }

  test('is asked for when the pointer rests on it, and Escape hides it', async () => {
    await hover();
    expect(await card().locator('strong').textContent()).toBe('node');
    expect(await card().locator('img').count()).toBe(0);
    expect(await card().textContent()).toContain('<img src=x');
    expect(await box(NODE).getAttribute('aria-describedby')).toBe('card');
    await preview.page.keyboard.press('Escape');
    expect(await card().isVisible()).toBe(false);
    expect(await box(NODE).getAttribute('aria-describedby')).toBeNull();
  });

  test('stays while the pointer is on it, and goes when it leaves both', async () => {
    await hover();
    await card().hover();
    await preview.page.waitForTimeout(500);
    expect(await card().isVisible()).toBe(true);
    await preview.page.mouse.move(2, 500);
    await expect.poll(() => card().isVisible(), PATIENT).toBe(false);
  });

  test('comes to the focus of a key, too', async () => {
    await preview.page.locator('#search').focus();
    await preview.page.keyboard.press('Shift+Tab');
    await preview.page.keyboard.press('Shift+Tab');
    await expect.poll(() => saidLast('card'), PATIENT).toMatchObject({ type: 'card' });
    const { id } = (await saidLast('card'))!;
    await preview.tell({ type: 'card', id, markdown });
    await card().waitFor();
  });

  test('an answer that comes when the pointer is gone shows nothing', async () => {
    await box(NODE).hover({ position: { x: 40, y: 10 } });
    await expect.poll(() => saidLast('card'), PATIENT).toBeDefined();
    await preview.page.mouse.move(2, 500);
    await preview.page.waitForTimeout(400);
    await preview.tell({ type: 'card', id: NODE, markdown });
    await preview.page.waitForTimeout(100);
    expect(await card().isVisible()).toBe(false);
  });
});

test('a box with a mistake has a sign, an error another than a warning', async () => {
  await preview.tell({
    type: 'marks',
    marks: [
      { box: NODE, severity: 'error', message: 'wrong' },
      { box: 'segment:shop/zone-i', severity: 'warning', message: 'odd' },
    ],
  });
  const sign = (id: string) => box(id).locator('.knet-sign-ground').getAttribute('d');
  const [error, warning] = [await sign(NODE), await sign('segment:shop/zone-i')];
  expect(error).not.toBe(warning);
  expect(await box(NODE).getAttribute('aria-description')).toBe('wrong');
  await preview.tell({ type: 'marks', marks: [] });
  await expect.poll(() => preview.page.locator('.knet-sign').count()).toBe(0);
});

test('Escape leads from the search back to the picture', async () => {
  await preview.page.locator('#search').fill('n1');
  await preview.page.keyboard.press('Escape');
  expect(await preview.page.locator('#stage:focus').count()).toBe(1);
  await preview.page.locator('#search').fill('');
});

describe('a patch', () => {
  const more = () => drawingFor(TEXT.replace('\n  node n1 ', '\n  node n0 { in shop/zone-h }\n  node n1 '));

  test('keeps focus, light and marks, and where one looks', async () => {
    const next = await more();
    await preview.tell({ type: 'light', boxes: [NODE] });
    await preview.tell({ type: 'marks', marks: [{ box: NODE, severity: 'error', message: 'wrong' }] });
    await box(NODE).focus();
    await preview.page.keyboard.press('+');
    const seen = () => preview.page.locator('#stage > svg').getAttribute('viewBox');
    const before = await seen();
    await preview.tell({ type: 'patch', from: '1', version: '2', patch: patchOf(drawing, next)!, note: 'so' });
    await box('node:prod/n0').waitFor();
    expect(await preview.page.locator('[data-id]:focus').getAttribute('data-id')).toBe(NODE);
    expect(await box(NODE).getAttribute('class')).toContain('knet-lit');
    expect(await box(NODE).locator('.knet-sign').count()).toBe(1);
    expect(await seen()).toBe(before);
    expect(await preview.page.locator('#note').textContent()).toBe('so');
    expect(await preview.page.locator('[data-id]').count()).toBe(next.boxes.length);
  });

  test('to another picture makes the page ask anew', async () => {
    const asked = (await preview.said('ready')).length;
    await preview.tell({ type: 'patch', from: '0', version: '2', patch: patchOf(drawing, await more())!, note: '' });
    await expect.poll(async () => (await preview.said('ready')).length).toBe(asked + 1);
    expect(await box('node:prod/n0').count()).toBe(0);
  });
});

describe('an image', () => {
  test('as SVG has the colours of the theme and no custom property', async () => {
    await preview.tell({ type: 'light', boxes: [NODE] });
    await preview.tell({ type: 'export', format: 'svg' });
    await expect.poll(() => saidLast('exported'), PATIENT).toBeDefined();
    const { content } = (await saidLast('exported'))!;
    expect(content).not.toMatch(/var\(|knet-lit|tabindex/);
    expect(content).toContain('fill="#1f1f1f"');
    expect(content).toContain(`viewBox="0 0 ${drawing.width} ${drawing.height}"`);
    expect(content.match(/data-id=/g)).toHaveLength(drawing.boxes.length);
  });

  test('as PNG is twice as large as the picture', async () => {
    await preview.tell({ type: 'export', format: 'png' });
    await expect.poll(() => saidLast('exported'), PATIENT).toBeDefined();
    const bytes = Buffer.from((await saidLast('exported'))!.content, 'base64');
    expect(bytes.subarray(1, 4).toString()).toBe('PNG');
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([drawing.width * 2, drawing.height * 2]);
  });
});

test('the pin says whether it is pressed, also after the page is loaded anew', async () => {
  const pin = preview.page.locator('#pin');
  expect(await pin.getAttribute('aria-pressed')).toBe('false');
  await pin.click();
  expect(await saidLast('pin')).toEqual({ type: 'pin', pinned: true });
  await preview.tell({ type: 'pinned', pinned: true });
  await expect.poll(() => pin.getAttribute('aria-pressed')).toBe('true');
  await preview.page.reload();
  expect(await pin.getAttribute('aria-pressed')).toBe('true');
  expect(await saidLast('ready')).toMatchObject({ shown: { view: 'topology' } });
});
