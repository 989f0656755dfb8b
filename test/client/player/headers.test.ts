/// <reference types="node" />
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { rangeOf } from '../../../analysis/origins.ts';
import { resolveOrigins } from '../../../analysis/places.ts';
import { playbackOf } from '../../../analysis/play/play.ts';
import { stepSheet } from '../../../client/webview/preview/player/sheet.ts';
import type { Frame, Hop, TracePath, TraceResult } from '../../../network/trace/result.ts';
import { load } from '../../support/analysis.ts';
import { frameOf, readHeaders, textOf } from './read-headers.ts';
import { TEXTS } from './texts.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const FILES = globSync(['test/fixtures/dispositions/*.knet', 'test/fixtures/ways/*.knet', 'examples/*.knet'], {
  cwd: root,
}).sort();

/** The frame that a packet is in after each step of a way, as the trace's JSON has it. */
function framesOf(hops: readonly Hop<unknown>[] = []): (Frame | undefined)[] {
  let last: Frame | undefined;
  return hops.flatMap(({ steps }) =>
    steps.map((step) => {
      last = ('frame' in step ? step.frame : undefined) ?? last;
      return last;
    }),
  );
}

const waysOf = (path: TracePath<unknown> | undefined) => [path?.forward, path?.reply, path?.error];

/** What is played of a question to a name: first the likeliest way of the question to the server that comes back. */
function expectedOf({ lookup }: TraceResult<unknown>, path: TracePath<unknown>): (Frame | undefined)[] {
  const delivered = (lookup?.trace.paths ?? []).filter(({ disposition }) => disposition === 'DELIVERED');
  const [asked] = delivered.sort((a, b) => b.probability - a.probability);
  const first = path.reason?.startsWith('looking up') ? undefined : asked;
  return [first?.forward, first?.reply, ...waysOf(path)].flatMap(framesOf);
}

/** Which of the two kinds in UDP it is, no header says. */
const asTold = (frame: Frame) =>
  JSON.parse(
    JSON.stringify(frame, (key, value) => (key === 'kind' && /^(udp|sleeve)$/.test(value) ? undefined : value)),
  );

test.each(FILES)('every header that the player shows of %s is the trace’s', async (file) => {
  const { model } = await load({ 'a.knet': readFileSync(root + file, 'utf8') });
  expect(model.topology.traces.length + model.topology.expects.length).toBeGreaterThan(0);
  for (const question of model.topology.traces) {
    const result: TraceResult<unknown> = JSON.parse(JSON.stringify(resolveOrigins(model.traceOf(question), rangeOf)));
    const playback = playbackOf(model, model.traceOf(question));
    for (const [index, branch] of playback.branches.entries()) {
      const frames = expectedOf(result, result.paths[index]!);
      expect(branch.stages).toHaveLength(frames.length);
      for (const [at, frame] of frames.entries()) {
        const sheet = stepSheet(playback, branch, at, TEXTS);
        const headers = sheet.flatMap(readHeaders);
        if (frame) expect(frameOf(headers), `step ${at}`).toEqual(asTold(frame));
        else expect(headers).toEqual([]);
        expect(sheet.map(textOf).join(' ')).toContain(branch.stages[at]!.words);
      }
    }
  }
});
