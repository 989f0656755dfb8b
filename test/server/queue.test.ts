import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createQueue } from '../../server/features/queue.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const never = () => false;

test('one task after the other, in order', async () => {
  const queue = createQueue(100);
  const seen: string[] = [];
  const task = (name: string) => async () => {
    seen.push(`${name} begins`);
    await new Promise((resolve) => setTimeout(resolve, 10));
    seen.push(`${name} ends`);
  };
  const all = [queue.add(never, task('a')), queue.add(never, task('b'))];
  await vi.runAllTimersAsync();
  await Promise.all(all);
  expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
});

test('none while somebody types, and then not too late', async () => {
  const queue = createQueue(100);
  let done = false;
  queue.disturb();
  void queue.add(never, async () => {
    done = true;
  });
  await vi.advanceTimersByTimeAsync(60);
  queue.disturb();
  await vi.advanceTimersByTimeAsync(60);
  expect(done).toBe(false);
  await vi.advanceTimersByTimeAsync(60);
  expect(done).toBe(true);
});

test('what nobody wants any more is not done', async () => {
  const queue = createQueue(100);
  const task = vi.fn(async () => 1);
  const result = queue.add(() => true, task);
  await vi.runAllTimersAsync();
  expect(await result).toBeUndefined();
  expect(task).not.toHaveBeenCalled();
});

test('a task that fails is its own affair', async () => {
  const queue = createQueue(100);
  const failed = queue.add(never, () => Promise.reject(new Error('odd'))).catch(({ message }) => message);
  const next = queue.add(never, async () => 'fine');
  await vi.runAllTimersAsync();
  expect([await failed, await next]).toEqual(['odd', 'fine']);
});
