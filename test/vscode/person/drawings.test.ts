/// <reference types="node" />
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { knet } from '../../support/cli.ts';
import { EXAMPLE_NAMES } from '../../support/example-names.ts';
import { openBrowser } from '../support/browser.ts';

/** What `knet draw` writes, read by the programs that it is for. */
let browser: Browser;
let page: Page;

const module = (path: string) => fileURLToPath(new URL(`../../../node_modules/${path}`, import.meta.url));

beforeAll(async () => {
  browser = await openBrowser();
  page = await browser.newPage();
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
});
