/// <reference types="node" />
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { LayoutEngine } from '../../../diagram/graph.ts';
import { createGraphviz } from '../../../diagram/layout/graphviz.ts';
import { layoutOf } from '../../../diagram/layout/layout.ts';
import { type PicturePatch, patchOf } from '../../../diagram/patch/patch.ts';
import { type Drawing, drawingOf, svgText } from '../../../diagram/svg.ts';
import { graphOf, VIEWS, type View } from '../../../diagram/views/view.ts';
import { allocator } from '../../../network/topology/allocate.ts';
import { example, topologyOf } from '../../support/examples.ts';
import { openBrowser } from '../support/browser.ts';

/** What the page makes of a patch, held against the whole picture. */
let browser: Browser;
let page: Page;
let engine: LayoutEngine;
let script: string;

beforeAll(async () => {
  browser = await openBrowser();
  engine = await createGraphviz();
  const contents =
    "import { patchSvg } from '../../../client/webview/preview/patch.ts'; Object.assign(window, { patchSvg });";
  const stdin = { contents, resolveDir: fileURLToPath(new URL('.', import.meta.url)) };
  const { outputFiles } = await build({ stdin, bundle: true, write: false, format: 'iife' });
  script = outputFiles[0]!.text;
});

beforeEach(async () => {
  page = await browser.newPage();
  await page.addScriptTag({ content: script });
});

afterAll(() => browser?.close());

async function drawingFor(text: string, view: View = 'topology'): Promise<Drawing> {
  const topology = await topologyOf(text);
  const graph = graphOf(view, topology, allocator(topology));
  return drawingOf(graph, await layoutOf(graph, () => engine));
}

// The project knows no DOM: what runs in the page is named here.
interface Element {
  innerHTML: string;
  readonly firstElementChild: Element;
  readonly children: readonly Element[];
  isEqualNode(other: Element | undefined): boolean;
  readonly classList: { add(name: string): void };
  setAttribute(name: string, value: string): void;
  getAttribute(name: string): string | null;
  querySelector(selector: string): Element & { focus(): void };
  readonly activeElement: Element;
  readonly body: Element;
}
interface Scope {
  readonly document: Element;
  readonly patchSvg: (svg: Element, patch: PicturePatch) => boolean;
}

/** Whether a patch could be applied, and whether the elements are those of the picture drawn anew then. */
const applied = ([from, patch, to]: readonly [string, PicturePatch, string]) => {
  const { document, patchSvg } = globalThis as unknown as Scope;
  const inside = (svg: string) => {
    document.body.innerHTML = svg;
    return document.body.firstElementChild;
  };
  const wanted = inside(to);
  const svg = inside(from);
  const done = patchSvg(svg, patch);
  const same = [...svg.children].every((child, index) => child.isEqualNode(wanted.children[index]));
  return [done, same && svg.children.length === wanted.children.length];
};

const EDITS: readonly [string, (text: string) => string][] = [
  ['nothing', (text) => text],
  ['a node more', (text) => text.replace(/(\n {2}node n1 )/, '\n  node n0 { in shop/zone-h }$1')],
  ['a workload more', (text) => text.replace(/(\n {2}namespace \w+ \{)/, '$1\n    deployment a { replicas 3  labels app=web }')], // biome-ignore format: a table
  ['a name for another', (text) => text.replaceAll('zone-h', 'zone-x')],
  ['fewer', (text) => text.replace(/\n {2}node n3 .*/, '')],
  ['everything', () => example('egress.knet')],
];

test.each(EDITS)('%s: the patched picture is the whole one', async (_, change) => {
  const text = example('ack-flannel.knet');
  for (const view of VIEWS) {
    const [from, to] = [await drawingFor(text, view), await drawingFor(change(text), view)];
    for (const [one, other] of [[from, to] as const, [to, from] as const]) {
      const patch = patchOf(one, other)!;
      expect(await page.evaluate(applied, [svgText(one), patch, svgText(other)] as const), view).toEqual([true, true]);
    }
  }
});

test('a patched box keeps the focus and what the page wrote on it', async () => {
  const text = example('ack-flannel.knet');
  const from = await drawingFor(text);
  const to = await drawingFor(EDITS[1]![1](text));
  const id = 'node:prod/n1';
  expect(patchOf(from, to)!.boxes.put.map((put) => put.id)).toContain(id);
  const kept = await page.evaluate(
    ([svg, patch, name]) => {
      const { document, patchSvg } = globalThis as unknown as Scope;
      document.body.innerHTML = svg;
      const box = document.querySelector(`[data-id="${name}"]`);
      box.focus();
      box.classList.add('knet-lit');
      box.setAttribute('data-mark', 'error');
      patchSvg(document.body.firstElementChild, patch);
      const { activeElement: now } = document;
      return [
        now.getAttribute('data-id'),
        now.getAttribute('class')?.split(' ').toSorted(),
        now.getAttribute('data-mark'),
      ];
    },
    [svgText(from), patchOf(from, to)!, id] as const,
  );
  expect(kept).toEqual([id, ['knet-box', 'knet-lit', 'knet-machine'], 'error']);
});

test('a patch for another picture is refused', async () => {
  const [from, to] = [await drawingFor(example('egress.knet')), await drawingFor(example('ack-flannel.knet'))];
  const more = await drawingFor(EDITS[1]![1](example('ack-flannel.knet')));
  const [done] = await page.evaluate(applied, [svgText(from), patchOf(to, more)!, svgText(to)] as const);
  expect(done).toBe(false);
});
