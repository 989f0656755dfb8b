/// <reference types="node" />
import { type Profiler, Session } from 'node:inspector';

// From the start: V8 counts the blocks only of functions that it compiles while it is counting.
const session = new Session();
session.connect();
session.post('Profiler.enable');
session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });

/**
 * The work that a call does: how often functions were called and blocks of them entered, as V8 counts them. About the
 * same on every machine, however busy, so that a test may hold it against that of a smaller input.
 */
export function workOf(run: () => void): number {
  counted();
  run();
  return counted().reduce((sum, { count }) => sum + count, 0);
}

/** What was counted since the last time. */
function counted(): readonly Profiler.CoverageRange[] {
  let scripts: readonly Profiler.ScriptCoverage[] = [];
  session.post('Profiler.takePreciseCoverage', (error, { result }) => {
    if (error) throw error;
    scripts = result;
  });
  return scripts.flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges));
}
