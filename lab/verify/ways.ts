import { compare, type Difference } from './compare.ts';
import type { Expectation } from './expected.ts';
import { portsOf, type Sighting } from './frames.ts';

/** Ports of a probe's answer are held against what the model calls the probe's source port. */
const MODEL_PORT = 40000;

/** Which ways captures agree with, each wholly; where with none, how they differ from the one that is nearest. */
export type Choice =
  | { readonly taken: readonly number[] }
  | { readonly nearest: number; readonly difference?: Difference; readonly reason?: string };

/**
 * Holds what captures show of one packet against each way that it may go. It has to be one of them from end to end: frames
 * of two ways together are none. `error` is what the sender's kernel said.
 */
export function choose(ways: readonly Expectation[], found: readonly Sighting[], error: string | null): Choice {
  const differences = ways.map(({ sightings }) =>
    compare(sightings, relevantTo(sightings, found), portsOf(sightings, MODEL_PORT)),
  );
  const taken = differences.flatMap(({ missing, extra }, index) => (missing.length + extra.length > 0 ? [] : [index]));
  // No frames where none are expected: the sender's kernel must have refused.
  const silent = found.length === 0 && error === null;
  const agreed = taken.filter((index) => !(silent && ways[index]!.sightings.length === 0));
  if (agreed.length > 0) return { taken: agreed };
  if (taken.length > 0) {
    return { nearest: taken[0]!, reason: 'the trace says that the sender refuses, and it did not' };
  }
  const nearest = differences.reduce((best, one, index) => (size(one) < size(differences[best]!) ? index : best), 0);
  return { nearest, difference: differences[nearest]! };
}

/**
 * The prober has no TCP socket, so its kernel says RST to every answer. That is part of a trace where the answer is none
 * to a socket either, since it comes from elsewhere.
 */
function relevantTo(expected: readonly Sighting[], found: readonly Sighting[]): readonly Sighting[] {
  return expected.some(isRefusalOfAnswer) ? found : found.filter((one) => !isRefusalOfAnswer(one));
}

const isRefusalOfAnswer = ({ frame }: Sighting) => frame.flags === 'R';

const size = ({ missing, extra }: Difference) => missing.length + extra.length;

/** At most so often a packet is sent. */
const MOST = 200;

/**
 * How often to send a packet so that each of its ways is taken, unless something is wrong: that one stays untaken for
 * want of luck happens less than once in a hundred million times, as long as `MOST` does not limit it.
 */
export function triesFor(probabilities: readonly number[]): number {
  if (probabilities.length < 2) return 1;
  const all = probabilities.reduce((sum, one) => sum + one, 0);
  return Math.min(MOST, Math.ceil((20 * all) / Math.min(...probabilities)));
}
