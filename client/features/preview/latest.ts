/**
 * Runs a task one at a time: what is asked for while it runs makes it run once more afterwards, however often that was.
 * So a fast typist costs one request at a time, and the last one always sees the last text.
 */
export function latest(task: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let again = false;

  async function run(): Promise<void> {
    try {
      do {
        again = false;
        await task();
      } while (again);
    } finally {
      // At once: what is asked for after the last look at `again` starts anew.
      running = undefined;
    }
  }

  return () => {
    again = true;
    running ??= run();
    return running;
  };
}
