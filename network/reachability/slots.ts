/** Numbers for keys, each kept while somebody uses it and given away again afterwards. */
export class Slots {
  #capacity = Number.POSITIVE_INFINITY;
  readonly #indices = new Map<string, number>();
  readonly #keys: string[] = [];
  readonly #uses: number[] = [];
  readonly #free: number[] = [];

  /** From now on there is room for so many keys. */
  limit(capacity: number): void {
    this.#capacity = capacity;
  }

  has(key: string): boolean {
    return this.#indices.has(key);
  }

  /** One more use of a key; undefined when there is no room for another key. */
  acquire(key: string): { readonly index: number; readonly isNew: boolean } | undefined {
    const known = this.#indices.get(key);
    if (known !== undefined) {
      this.#uses[known]!++;
      return { index: known, isNew: false };
    }
    const index = this.#free.pop() ?? this.#keys.length;
    if (index >= this.#capacity) return undefined;
    this.#indices.set(key, index);
    this.#keys[index] = key;
    this.#uses[index] = 1;
    return { index, isNew: true };
  }

  /** One use less; true when it was the last. */
  release(index: number): boolean {
    if (--this.#uses[index]! > 0) return false;
    this.#indices.delete(this.#keys[index]!);
    this.#free.push(index);
    return true;
  }
}
