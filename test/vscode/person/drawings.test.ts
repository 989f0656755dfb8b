/// <reference types="node" />
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { VIEWS } from '../../../diagram/views/view.ts';
import { knet } from '../../support/cli.ts';
import { EXAMPLE_NAMES } from '../../support/example-names.ts';
import { openBrowser } from '../support/browser.ts';
import { paleDrawing } from '../support/contrast.ts';
import { collidingLabels, misplacedLabels } from '../support/picture.ts';

/** What `knet draw` writes, read by the programs that it is for. */
let browser: Browser;
let page: Page;
let shown: Page;

const module = (path: string) => fileURLToPath(new URL(`../../../node_modules/${path}`, import.meta.url));

beforeAll(async () => {
  browser = await openBrowser();
  page = await browser.newPage();
  shown = await browser.newPage();
  await page.addScriptTag({ content: readFileSync(module('mermaid/dist/mermaid.min.js'), 'utf8') });
  await page.addScriptTag({ content: await maxGraph() });
});

afterAll(() => browser?.close());

/** draw.io's own model of a drawing, as one script. */
async function maxGraph(): Promise<string> {
  const contents =
    "import { Graph, ModelXmlSerializer } from '@maxgraph/core'; Object.assign(window, { Graph, ModelXmlSerializer });";
  const stdin = { contents, resolveDir: fileURLToPath(new URL('.', import.meta.url)) };
  const { outputFiles } = await build({ stdin, bundle: true, write: false, format: 'iife', loader: { '.css': 'empty', '.gif': 'empty', '.png': 'empty' } }); // biome-ignore format: options of one call
  return outputFiles[0]!.text;
}

async function draw(name: string, ...options: string[]): Promise<string> {
  const { out, code } = await knet(['draw', `examples/${name}`, ...options]);
  expect(code).toBe(0);
  return out;
}

// The project knows no DOM: what runs in the page is named here.
interface Scope {
  readonly document: { createElement(name: string): unknown };
  readonly Image: new () => { src: string; naturalWidth: number; naturalHeight: number; decode(): Promise<void> };
  readonly mermaid: { parse(text: string): Promise<{ diagramType: string }> };
  readonly Graph: new (container: unknown) => { getDataModel(): Model };
  readonly ModelXmlSerializer: new (model: Model) => { import(xml: string): void };
}
interface Cell {
  readonly id: string;
  readonly source: Cell | null;
  readonly target: Cell | null;
  readonly parent: Cell | null;
  isEdge(): boolean;
}
interface Model {
  readonly cells: Readonly<Record<string, Cell>>;
}

test('the measures find what they look for', async () => {
  const box = '<g data-id="b"><rect class="knet-shape" x="0" y="0" width="60" height="20" fill="#eee"/>';
  const texts =
    '<text x="2" y="14" fill="#bbb">pale</text><text x="4" y="14">over</text><text x="50" y="14">leaves</text></g>';
  await shown.setContent(`<svg width="200" height="50">${box}${texts}</svg>`);
  const picture = shown.locator('svg');
  expect(await paleDrawing(picture)).toEqual([expect.stringContaining('pale')]);
  expect(await picture.evaluate(collidingLabels)).toEqual(['pale on over']);
  expect(await picture.evaluate(misplacedLabels)).toContain('b: leaves leaves its box');
});

describe.each(EXAMPLE_NAMES)('%s', (name) => {
  test('Mermaid parses it', async () => {
    const text = await draw(name, '--format', 'mermaid');
    const kind = await page.evaluate(
      async (it) => (await (globalThis as unknown as Scope).mermaid.parse(it)).diagramType,
      text,
    );
    expect(kind).toMatch(/^flowchart/);
  });

  test('draw.io finds every cell, its parent and both ends of every edge', async () => {
    const text = await draw(name, '--format', 'drawio');
    const model = /<mxGraphModel.*<\/mxGraphModel>/s.exec(text)?.[0] ?? '';
    const written = [...model.matchAll(/<mxCell /g)].length;
    const cells = await page.evaluate((xml) => {
      const { Graph, ModelXmlSerializer, document } = globalThis as unknown as Scope;
      const graph = new Graph(document.createElement('div')).getDataModel();
      new ModelXmlSerializer(graph).import(xml);
      return Object.values(graph.cells).map((cell) => ({
        id: cell.id,
        parent: cell.parent?.id,
        ends: cell.isEdge() ? [cell.source?.id, cell.target?.id] : undefined,
      }));
    }, model);
    const ids = new Set(cells.map(({ id }) => id));
    expect(cells.length).toBe(written);
    expect(cells.filter(({ id, parent }) => id !== '0' && !ids.has(parent!))).toEqual([]);
    expect(cells.filter(({ ends }) => ends?.some((end) => !ids.has(end!)))).toEqual([]);
  });

  test('an SVG is shown alone, in each theme', async () => {
    for (const theme of ['light', 'dark', 'high-contrast']) {
      const svg = await draw(name, '--theme', theme);
      const size = await page.evaluate(async (text) => {
        const image = new (globalThis as unknown as Scope).Image();
        image.src = `data:image/svg+xml,${encodeURIComponent(text)}`;
        await image.decode();
        return [image.naturalWidth, image.naturalHeight];
      }, svg);
      const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg) ?? [];
      expect(size).toEqual([Number(width), Number(height)]);
    }
  });

  test.each(VIEWS)('every label of the view %s can be read, in each theme', async (view) => {
    for (const theme of ['light', 'dark', 'high-contrast']) {
      const svg = await draw(name, '--theme', theme, '--view', view);
      await shown.setContent(`<body style="margin:0">${svg}</body>`);
      const picture = shown.locator('svg');
      expect(await picture.evaluate(misplacedLabels)).toEqual([]);
      expect(await picture.evaluate(collidingLabels)).toEqual([]);
      expect(await paleDrawing(picture)).toEqual([]);
      expect(await picture.locator('[role=button]:not([aria-label])').count()).toBe(0);
    }
  });
});
