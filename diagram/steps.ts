/**
 * Work in steps, after each of which other work may have its turn: building and writing a picture of thousands of boxes
 * takes longer than a keystroke may wait.
 */
export type Steps<T> = Generator<void, T>;

/** Takes all steps at once, for those who have the time. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}
