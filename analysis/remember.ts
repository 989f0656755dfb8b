/** What is made when it is first asked for. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** What is made once for each object, and as long as that is there. Nothing (`undefined`) is made anew. */
export function memo<K extends object, V>(make: (key: K) => V): (key: K) => V {
  const made = new WeakMap<K, V>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const value = make(key);
    made.set(key, value);
    return value;
  };
}

/** Results that are made in steps. Who wants one at once takes the steps that are left; a mistake is theirs who ask. */
export function stepwise<K extends object, V>(make: (key: K) => Generator<void, V>) {
  const made = new WeakMap<K, { readonly value: V } | { readonly error: unknown }>();
  const underWay = memo(make);
  function step(key: K): void {
    try {
      const { done, value } = underWay(key).next();
      if (done) made.set(key, { value });
    } catch (error) {
      made.set(key, { error });
    }
  }
  return {
    *steps(key: K): Generator<void> {
      while (!made.has(key)) yield step(key);
    },
    result(key: K): V {
      while (!made.has(key)) step(key);
      const result = made.get(key)!;
      if ('error' in result) throw result.error;
      return result.value;
    },
  };
}
