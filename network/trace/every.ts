import type { Network } from '../machines/network.ts';
import type { Expect, Trace } from '../topology/question.ts';
import { traceName } from './by-name.ts';
import { travels } from './path.ts';
import { expectProbes } from './probe.ts';
import { crossingsOf } from './question.ts';
import type { TraceResult } from './result.ts';
import { resultOf, type Shown, undecided } from './trace.ts';

/** So many paths are shown, as of a trace. */
const SHOWN = 64;

/**
 * Every packet that a statement means, between whomever and on whatever port, along every way that chance may send it:
 * what `judge` looks at until one decides. Beyond 64 ways `remaining` says how probable the others are.
 */
export function traceEvery(network: Network, expect: Expect): TraceResult {
  const { to } = expect;
  if (to.kind !== 'name') return everyThing(network, expect);
  const apart = network.takeApart(expect, to.name);
  if ('insufficient' in apart) return undecided(expect, apart.insufficient);
  return traceName(network, expect, apart, everyThing);
}

function everyThing(network: Network, question: Trace): TraceResult {
  const crossings = crossingsOf(network, question);
  if ('insufficient' in crossings) return undecided(question, crossings.insufficient);
  const shown: Shown[] = [];
  const { total } = crossings;
  for (const pair of crossings.pairs) {
    const probes = expectProbes(question.probe, pair.ports, pair.request);
    if (typeof probes === 'string') return undecided(question, `${pair.destination.label}: ${probes}`);
    for (const probe of probes) {
      for (const { probability, result } of travels(network, pair, probe)) {
        if (shown.length === SHOWN) return resultOf(question, shown, total);
        shown.push({ pair, probe, journey: result, probability: probability / probes.length });
      }
    }
  }
  return resultOf(question, shown, total);
}
