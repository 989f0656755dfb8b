/** One way that chance may take, and how probable it is. */
export interface Branch<T> {
  readonly probability: number;
  readonly result: T;
}

/** Decides about chances on one way through all of them. */
export class Chances {
  probability = 1;
  /** What was decided, first to last. */
  readonly taken: boolean[] = [];
  private readonly given: readonly boolean[];

  constructor(given: readonly boolean[] = []) {
    this.given = given;
  }

  /** Whether the thing of that probability happens: as given, and beyond that it does. */
  decide(probability: number): boolean {
    if (probability >= 1) return true;
    if (probability <= 0) return false;
    const happens = this.given[this.taken.length] ?? true;
    this.taken.push(happens);
    this.probability *= happens ? probability : 1 - probability;
    return happens;
  }
}

/**
 * Runs something once for every way that chance may take in it. It is run anew each time, with the first decisions given,
 * so that nothing of what it changes has to be copied where ways part.
 */
export function* branches<T>(run: (chances: Chances) => T): Generator<Branch<T>> {
  const open: boolean[][] = [[]];
  for (let given = open.pop(); given; given = open.pop()) {
    const chances = new Chances(given);
    const result = run(chances);
    yield { probability: chances.probability, result };
    // The other way at each decision that was not given, the last one first on the stack's top.
    for (let i = given.length; i < chances.taken.length; i++) open.push([...chances.taken.slice(0, i), false]);
  }
}
