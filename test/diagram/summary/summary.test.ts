import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Box, Graph } from '../../../diagram/graph.ts';
import { idsIn } from '../../../diagram/summary/ids.ts';
import { LEGIBLE, summaryOf, UNFOLDED } from '../../../diagram/summary/summary.ts';

const box = (id: string, kind: Box['kind'], children: readonly Box[] = [], more: Partial<Box> = {}): Box => ({
  id,
  kind,
  label: id,
  children,
  ...more,
});
const pods = (node: string, count: number) => Array.from({ length: count }, (_, i) => box(`${node}/p${i}`, 'pods'));
const nodes = (count: number, each: number) =>
  Array.from({ length: count }, (_, i) => box(`n${i}`, 'node', pods(`n${i}`, each)));
const lan = (...children: Box[]): Graph => ({ boxes: [box('lan', 'segment', children)], edges: [] });

const ids = ({ boxes }: Graph): string[] =>
  boxes.flatMap(function all(one: Box): string[] {
    return [one.id, ...one.children.flatMap(all)];
  });

test('a small picture stays as it is', () => {
  const graph = lan(...nodes(3, 2));
  expect(summaryOf(graph)).toEqual(graph);
});

test('what is closed hides what is in it and says how much', () => {
  const { boxes } = summaryOf(lan(...nodes(2, 2)), { ...UNFOLDED, closed: new Set(['n1']) });
  expect(boxes[0]!.children.map(({ children, detail }) => [children.length, detail])).toEqual([
    [2, undefined],
    [0, '2 pods'],
  ]);
});

describe('too many boxes', () => {
  test('machines give up their rows first, unless they are open', () => {
    const found = summaryOf(lan(...nodes(20, 30)), { ...UNFOLDED, open: new Set(['n3']) });
    expect(ids(found).filter((id) => id.includes('/')).length).toBe(30);
    expect(found.boxes[0]!.children[0]).toMatchObject({ detail: '30 pods', children: [] });
  });

  test('alike neighbours become groups that open, in smaller groups where they are many', () => {
    const graph = lan(...nodes(5000, 3));
    const closed = summaryOf(graph);
    const [first] = closed.boxes[0]!.children;
    expect(first).toMatchObject({ label: 'n0 … n208', count: 209, group: true });
    const once = summaryOf(graph, { ...UNFOLDED, open: new Set([first!.id]) });
    const [smaller] = once.boxes[0]!.children;
    expect(smaller).toMatchObject({ label: 'n0 … n8', count: 9 });
    const twice = summaryOf(graph, { ...UNFOLDED, open: new Set([first!.id, smaller!.id]) });
    expect(twice.boxes[0]!.children.slice(0, 2).map(({ id }) => id)).toEqual(['n0', 'n1']);
  });

  test('a line to a box that is not shown ends at what stands for it, once', () => {
    const graph = lan(...nodes(1000, 1));
    const edges = Array.from({ length: 1000 }, (_, i) => ({
      id: `s n${i}/p0`,
      from: 's',
      to: `n${i}/p0`,
      kind: 'selects' as const,
    }));
    const whole = { boxes: [box('s', 'service'), ...graph.boxes], edges };
    const found = summaryOf(whole);
    expect(found.edges.length).toBe(found.boxes[1]!.children.length);
    expect(found.edges.every(({ to }) => ids(found).includes(to))).toBe(true);
  });
});

test('every box is shown or stood for, by one box, and few are shown', () => {
  const kinds = fc.constantFrom<Box['kind']>('node', 'host', 'service', 'segment');
  const lists = fc.array(fc.tuple(kinds, fc.integer({ min: 1, max: 400 }), fc.integer({ min: 0, max: 5 })), {
    maxLength: 6,
  });
  fc.assert(
    fc.property(lists, (runs) => {
      const children = runs.flatMap(([kind, count, each], run) =>
        Array.from({ length: count }, (_, i) => box(`${run}-${i}`, kind, pods(`${run}-${i}`, each))),
      );
      const graph = lan(...children);
      const found = summaryOf(graph);
      const shown = found.boxes.flatMap(idsIn).filter((id) => !id.startsWith('group:'));
      expect([...shown].sort()).toEqual([...ids(graph)].sort());
      expect(ids(found).length).toBeLessThanOrEqual(LEGIBLE);
    }),
  );
});
