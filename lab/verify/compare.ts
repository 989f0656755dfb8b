import { lineOf, type PortText, type Sighting } from './frames.ts';

/** What a capture does not show though the trace says it, and the other way round; both empty when they agree. */
export interface Difference {
  readonly missing: readonly string[];
  readonly extra: readonly string[];
}

/** Compares frame by frame. A frame seen twice on one device in one direction with the same TTL is one sent again. */
export function compare(expected: readonly Sighting[], observed: readonly Sighting[], ports: PortText): Difference {
  const left = new Set(observed.map((one) => lineOf(one, ports)));
  const missing: string[] = [];
  for (const one of expected) {
    const line = lineOf(one, ports);
    if (!left.delete(line)) missing.push(line);
  }
  return { missing, extra: [...left] };
}
