/**
 * Runs a task one at a time: what is asked for while it runs makes it run once more afterwards, however often that was.
 * So a fast typist costs one request at a time, and the last one always sees the last text.
 */
export function latest(task: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let again = false;

  async function run(): Promise<void> {
    do {
      again = false;
      await task();
    } while (again);
  }

  return () => {
    again = true;
    running ??= run().finally(() => {
      running = undefined;
    });
    return running;
  };
}
