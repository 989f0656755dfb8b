/** Milliseconds of work before other work gets its turn: a keystroke must not wait for an answer. */
const TURN = 8;

export interface Turns {
  over(): boolean;
  /** Lets other work have its turn; false when afterwards nobody wants the answer any more. */
  next(): Promise<boolean>;
}

const pause = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

/** `stop` turns true when nobody wants the answer any more. `wait` lets others have their turn: at least those who are due. */
export function createTurns(stop: () => boolean = () => false, wait: () => Promise<unknown> = pause): Turns {
  let end = performance.now() + TURN;
  return {
    over: () => performance.now() > end,
    async next() {
      await wait();
      end = performance.now() + TURN;
      return !stop();
    },
  };
}

/** For whoever works alone, as the command line does: waiting for nobody takes time too. */
export const NO_TURNS: Turns = { over: () => false, next: async () => true };

/** Takes steps with turns for other work between. */
export async function inTurns<T>(steps: Iterator<void, T>, turns: Turns): Promise<T> {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    if (turns.over()) await turns.next();
  }
}
