/** Milliseconds of work before other work gets its turn: a keystroke must not wait for an answer. */
const TURN = 8;

export interface Turns {
  over(): boolean;
  /** Lets other work have its turn; false when afterwards nobody wants the answer any more. */
  next(): Promise<boolean>;
}

/** `stop` turns true when nobody wants the answer any more. */
export function createTurns(stop: () => boolean = () => false): Turns {
  let end = performance.now() + TURN;
  return {
    over: () => performance.now() > end,
    async next() {
      await new Promise<void>((resolve) => setTimeout(resolve, 0));
      end = performance.now() + TURN;
      return !stop();
    },
  };
}
