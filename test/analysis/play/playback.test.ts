/// <reference types="node" />
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { playbackOf } from '../../../analysis/play/play.ts';
import type { Playback, Stage } from '../../../analysis/play/playback.ts';
import type { Box } from '../../../diagram/graph.ts';
import { withInternet } from '../../../diagram/views/trace.ts';
import { graphOf } from '../../../diagram/views/view.ts';
import type { TraceResult } from '../../../network/trace/result.ts';
import { load } from '../../support/analysis.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/', import.meta.url));
const GOLDENS = globSync(['dispositions/*.knet', 'ways/*.knet'], { cwd: fixtures }).sort();

async function played(text: string) {
  const { model } = await load({ 'a.knet': text });
  const graph = withInternet(graphOf('topology', model.topology, model.allocate));
  const results = model.topology.traces.map((question) => model.traceOf(question));
  return { model, graph, results, playbacks: results.map((result) => playbackOf(model, result)) };
}

const idsOf = (boxes: readonly Box[]): string[] => boxes.flatMap(({ id, children }) => [id, ...idsOf(children)]);
const stagesOf = ({ branches }: Playback): readonly Stage[] => branches.flatMap(({ stages }) => stages);
const steps = ({ paths }: TraceResult) =>
  paths.flatMap(({ forward, reply = [], error = [] }) => [...forward, ...reply, ...error].flatMap((hop) => hop.steps));

describe.each(GOLDENS)('%s', (name) => {
  const model = () => played(readFileSync(fixtures + name, 'utf8'));

  test('has a box and, between two boxes, an existing line for each step', async () => {
    const { graph, playbacks, results } = await model();
    const ids = new Set(idsOf(graph.boxes));
    const edges = new Set(graph.edges.map(({ id }) => id));
    expect(playbacks.length).toBeGreaterThan(0);
    for (const [index, playback] of playbacks.entries()) {
      const stages = stagesOf(playback);
      if (!results[index]!.lookup) expect(stages).toHaveLength(steps(results[index]!).length);
      for (const { box, edge, namespace } of stages) {
        expect(ids.has(box ?? ''), `${namespace}: ${box}`).toBe(true);
        if (edge !== undefined) expect(edges.has(edge)).toBe(true);
      }
    }
  });
});
