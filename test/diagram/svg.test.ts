import { beforeAll, describe, expect, test } from 'vitest';
import { buildGraph } from '../../diagram/build.ts';
import type { Box, LayoutEngine, Rectangle } from '../../diagram/graph.ts';
import { createGraphviz } from '../../diagram/layout/graphviz.ts';
import { textWidth } from '../../diagram/measure/text.ts';
import { renderSvg } from '../../diagram/svg.ts';
import { allocate } from './models.ts';
import { PICTURES } from './pictures.ts';

let engine: LayoutEngine;
beforeAll(async () => {
  engine = await createGraphviz();
});

interface Text {
  readonly id: string;
  readonly box: Rectangle;
  readonly content: string;
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
const unescapeXml = (text: string) => text.replace(/&([#\w]+);/g, (_, name: string) => ENTITIES[name]!);
const attribute = (tag: string, name: string) => new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1];

/** Every `<text>` of the picture with the rectangle it covers, read back from the markup. */
function texts(svg: string): Text[] {
  return [...svg.matchAll(/<g data-id="([^"]*)".*?<\/g>/gs)].flatMap(([group, id]) =>
    [...group.matchAll(/<text([^>]*)>(.*?)<\/text>/g)].map(([, tag = '', inner = '']) => {
      const content = unescapeXml(inner.replace(/<[^>]*>/g, ''));
      const size = Number(attribute(tag, 'font-size'));
      const weight = attribute(tag, 'font-weight') === '600' ? 'bold' : 'regular';
      const width = textWidth(content, { size, weight });
      const anchor = { end: 1, middle: 0.5 }[attribute(tag, 'text-anchor') ?? ''] ?? 0;
      const box = {
        x: Number(attribute(tag, 'x')) - width * anchor,
        y: Number(attribute(tag, 'y')) - size * 0.76,
        width,
        height: size,
      };
      return { id: unescapeXml(id!), box, content };
    }),
  );
}

const inside = (inner: Rectangle, outer: Rectangle) =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width + 0.01 &&
  inner.y + inner.height <= outer.y + outer.height;

const overlap = (a: Rectangle, b: Rectangle) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

const flatten = (boxes: readonly Box[]): Box[] => boxes.flatMap((box) => [box, ...flatten(box.children)]);

describe.each(Object.entries(PICTURES))('%s', (_, topology) => {
  const graph = buildGraph(topology, allocate);
  const draw = async () => {
    const layout = await engine(graph);
    return { layout, svg: renderSvg(graph, layout) };
  };

  test('every label lies in its box, and no two of a box intersect', async () => {
    const { layout, svg } = await draw();
    const all = texts(svg);
    expect(new Set(all.map(({ id }) => id))).toEqual(new Set(flatten(graph.boxes).map(({ id }) => id)));
    for (const { id, box, content } of all) expect(inside(box, layout.boxes.get(id)!), `${id}: ${content}`).toBe(true);
    for (const [index, a] of all.entries()) {
      for (const b of all.slice(index + 1))
        expect(a.id === b.id && overlap(a.box, b.box), `${a.content} and ${b.content}`).toBe(false);
    }
  });

  test('every box is a control with a name; there is neither style nor script', async () => {
    const { svg } = await draw();
    const groups = [...svg.matchAll(/<g data-id="[^>]*>/g)].map(([tag]) => tag);
    expect(groups).toHaveLength(flatten(graph.boxes).length);
    for (const tag of groups) expect(tag).toMatch(/role="button" tabindex="0" aria-label="[^"]+"/);
    expect(svg).not.toMatch(/<style|<script|style=|href=| on\w+=/);
  });

  test('the same again', async () => expect((await draw()).svg).toBe((await draw()).svg));
});

test('text of the file is text in the picture', async () => {
  const graph = buildGraph(PICTURES['long and strange names']!, allocate);
  const svg = renderSvg(graph, await engine(graph));
  expect(svg).not.toContain('<b>');
  expect(svg).toContain('&lt;b&gt;&amp;&quot;quoted&quot;');
});

test('without words nothing is drawn', () => {
  const empty = { width: 16, height: 16, boxes: new Map(), edges: new Map() };
  expect(renderSvg({ boxes: [], edges: [] }, empty)).not.toContain('<text');
});
