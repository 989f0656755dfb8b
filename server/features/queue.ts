import { pause } from '../pause.ts';

/** Work that has time: one after the other, with turns for everything else between, and none while somebody types. */
export interface Queue {
  /** Somebody has typed: what waits waits on. */
  readonly disturb: () => void;
  /** Runs a task when its turn comes; undefined when `stop` says by then that nobody wants it. */
  add<T>(stop: () => boolean, task: () => Promise<T>): Promise<T | undefined>;
}

/** `quiet` is how long nobody must have typed, in milliseconds. */
export function createQueue(quiet: number): Queue {
  let disturbed = Number.NEGATIVE_INFINITY;
  let last: Promise<unknown> = Promise.resolve();

  async function run<T>(stop: () => boolean, task: () => Promise<T>): Promise<T | undefined> {
    await pause(0);
    for (let rest = left(); rest > 0 && !stop(); rest = left()) await pause(rest);
    return stop() ? undefined : task();
  }
  const left = () => disturbed + quiet - performance.now();

  return {
    disturb() {
      disturbed = performance.now();
    },
    add(stop, task) {
      const mine = last.then(() => run(stop, task));
      last = mine.catch(() => undefined);
      return mine;
    },
  };
}
