import { beforeAll, expect, test } from 'vitest';
import { buildGraph } from '../../../diagram/build.ts';
import { standAlone, THEMES } from '../../../diagram/formats/themes.ts';
import { createGraphviz } from '../../../diagram/layout/graphviz.ts';
import { renderSvg } from '../../../diagram/svg.ts';
import { allocate } from '../models.ts';
import { PICTURES } from '../pictures.ts';

let svg: string;
beforeAll(async () => {
  const graph = buildGraph(Object.values(PICTURES)[0]!, allocate);
  svg = renderSvg(graph, await (await createGraphviz())(graph));
});

test.each(THEMES)('a %s picture needs no style sheet', (theme) => {
  expect(svg).toContain('var(');
  expect(standAlone(svg, theme)).not.toContain('var(');
});

test('every property has a value of its own in a dark theme but the font and the lines', () => {
  const light = standAlone(svg, 'light');
  const names = new Set([...svg.matchAll(/var\((--knet-[\w-]+)/g)].map(([, name]) => name!));
  const kept = [...names].filter((name) => standAlone(`<svg>${probe(name)}</svg>`, 'dark').includes('FALLBACK'));
  expect(kept.filter((name) => !/^--knet-(font|line-)/.test(name))).toEqual([]);
  expect(light).toContain('#ffffff');
});

const probe = (name: string) => `var(${name}, FALLBACK)`;
