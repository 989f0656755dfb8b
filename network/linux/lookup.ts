/** Entries that exist without being stored: worked out when one is asked for, or all of them for a listing. */
export interface LookupSource<K, V> {
  get(key: K): V | undefined;
  all(): Iterable<V>;
}

/**
 * A kernel table with one entry a key (neighbours of a device, FDB). Entries come from sources that answer look-ups, so
 * that a table of 5,000 entries costs nothing until it is listed; what was set or deleted here covers what they say.
 */
export class LookupTable<K, V> {
  private readonly keyOf: (entry: V) => K;
  private readonly own = new Map<K, V>();
  private readonly deleted = new Set<K>();
  private readonly sources: LookupSource<K, V>[] = [];

  constructor(keyOf: (entry: V) => K) {
    this.keyOf = keyOf;
  }

  use(source: LookupSource<K, V>): void {
    this.sources.push(source);
  }

  set(entry: V): void {
    const key = this.keyOf(entry);
    this.deleted.delete(key);
    this.own.set(key, entry);
  }

  delete(key: K): void {
    this.own.delete(key);
    this.deleted.add(key);
  }

  get(key: K): V | undefined {
    const own = this.own.get(key);
    if (own !== undefined || this.deleted.has(key)) return own;
    for (const source of this.sources) {
      const found = source.get(key);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  *all(): Iterable<V> {
    yield* this.own.values();
    for (const source of this.sources) {
      for (const entry of source.all()) if (!this.covers(this.keyOf(entry))) yield entry;
    }
  }

  private covers(key: K): boolean {
    return this.own.has(key) || this.deleted.has(key);
  }
}
