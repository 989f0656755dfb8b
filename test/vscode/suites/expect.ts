// Assertions without Node: the suites run in a web worker too.

/** Fails unless `value` is truthy. */
export function ok(value: unknown, message: string): asserts value {
  if (!value) throw new Error(message);
}

/** Fails unless both have the same JSON text. */
export function equal<T>(actual: T, expected: T): void {
  const [a, e] = [JSON.stringify(actual, undefined, 1), JSON.stringify(expected, undefined, 1)];
  if (a !== e) throw new Error(`expected ${e}, found ${a}`);
}

type Falsy = false | 0 | '' | null | undefined;

/**
 * Answers the first truthy value that `probe` gives. What an editor shows comes when it is ready, so a suite asks again
 * until it is there; the time limit (ms) is generous, because a busy machine is no failure.
 */
export async function until<T>(what: string, probe: () => T | Promise<T>, limit = 20_000): Promise<Exclude<T, Falsy>> {
  const deadline = Date.now() + limit;
  for (;;) {
    const value = await probe();
    if (value) return value as Exclude<T, Falsy>;
    if (Date.now() > deadline) throw new Error(`${what}: not within ${limit / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
