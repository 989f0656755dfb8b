/** Milliseconds that a step is shown while it plays: long enough to read it. */
const BEAT = 1400;

/** Steps on by itself, as long as there is a next step. */
export interface Beat {
  readonly plays: boolean;
  start(): void;
  stop(): void;
}

/** `step` goes one step on, and tells whether there is another. */
export function createBeat(step: () => boolean, changed: () => void): Beat {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const next = (after: number) => {
    timer = setTimeout(() => (step() ? next(BEAT) : stop()), after);
  };
  function stop(): void {
    clearTimeout(timer);
    timer = undefined;
    changed();
  }
  return {
    get plays() {
      return timer !== undefined;
    },
    start() {
      next(BEAT / 2);
      changed();
    },
    stop,
  };
}
