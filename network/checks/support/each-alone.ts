/**
 * What a check finds in parts of a topology, each looked at by itself: `find` may look at nothing else. Readers keep a part
 * as the same object as long as no edit touches it, and so what was found there before is true of it still. What is found is
 * given one by one, so that other work can have its turn between; a search that was broken off is begun anew.
 */
export function eachAlone<T extends object, F>(find: (part: T) => Iterable<F>) {
  const known = new WeakMap<T, readonly F[]>();
  function* search(part: T, stop: () => boolean): Generator<F> {
    const found: F[] = [];
    for (const one of find(part)) {
      if (stop()) return;
      found.push(one);
      yield one;
    }
    known.set(part, found);
  }
  return function* (parts: readonly T[], stop: () => boolean): Generator<F> {
    for (const part of parts) {
      if (stop()) return;
      yield* known.get(part) ?? search(part, stop);
    }
  };
}
