import { perObject } from '../../topology/ipam/lazy.ts';

/**
 * What a check finds in parts of a topology, each looked at by itself: `find` may look at nothing else. Readers keep a part
 * as the same object as long as no edit touches it, and so what was found there before is true of it still.
 */
export function eachAlone<T extends object, F>(find: (part: T) => Iterable<F>) {
  const foundIn = perObject((part: T): readonly F[] => [...find(part)]);
  return function* (parts: readonly T[], stop: () => boolean): Generator<F> {
    for (const part of parts) {
      if (stop()) return;
      yield* foundIn(part);
    }
  };
}
