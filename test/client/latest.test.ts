import { expect, test } from 'vitest';
import { latest } from '../../client/features/preview/latest.ts';

/** A task whose runs end when told. */
function controlled() {
  const ends: (() => void)[] = [];
  const task = () => new Promise<void>((resolve) => void ends.push(resolve));
  return { ends, ask: latest(task), settle: () => new Promise((resolve) => setTimeout(resolve)) };
}

test('one at a time, and once more for all that was asked meanwhile', async () => {
  const { ends, ask, settle } = controlled();
  const first = ask();
  for (let i = 0; i < 5; i++) void ask();
  expect(ends).toHaveLength(1);
  ends[0]!();
  await settle();
  expect(ends).toHaveLength(2);
  ends[1]!();
  await first;
  expect(ends).toHaveLength(2);
});

test('later it runs again', async () => {
  const { ends, ask } = controlled();
  const first = ask();
  ends[0]!();
  await first;
  const second = ask();
  expect(ends).toHaveLength(2);
  ends[1]!();
  await second;
});

test('a task that fails does not stop the next', async () => {
  let runs = 0;
  const ask = latest(async () => {
    runs++;
    if (runs === 1) throw new Error('once');
  });
  await expect(ask()).rejects.toThrow('once');
  await ask();
  expect(runs).toBe(2);
});
