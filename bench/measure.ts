/// <reference types="node" />

/** The middle of the measured times, in milliseconds: one slow run of a loaded machine moves it little. */
export function median(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

export async function time(run: () => unknown): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

/** What the processor worked for this process, all its threads, in milliseconds: other work on the machine moves it little. */
export function processorTime(run: () => unknown): number {
  const start = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/**
 * Medians of several things done in turn, so that what else the machine does meets all of them alike. Each is done once
 * before, unmeasured.
 */
export async function sideBySide(
  rounds: number,
  ...runs: readonly (() => Promise<number> | number)[]
): Promise<number[]> {
  const times: number[][] = runs.map(() => []);
  for (let round = -1; round < rounds; round++) {
    for (const [i, run] of runs.entries()) {
      const milliseconds = await run();
      if (round >= 0) times[i]!.push(milliseconds);
    }
  }
  return times.map(median);
}

export const ms = (value: number) => `${value < 10 ? value.toFixed(2) : value.toFixed(0)} ms`;

export const times = (value: number) => `${value.toFixed(1)}x`;

/** Prints rows under a title, in columns as wide as they need. */
export function table(title: string, head: readonly string[], rows: readonly (readonly string[])[]): void {
  const all = [head, ...rows];
  const widths = head.map((_, i) => Math.max(...all.map((row) => row[i]?.length ?? 0)));
  console.log(`\n${title}`);
  for (const row of all) console.log(`  ${row.map((cell, i) => cell.padEnd(widths[i]!)).join('  ')}`.trimEnd());
}
