import { expect, test } from 'vitest';
import { eachAlone } from '../../../network/checks/support/each-alone.ts';

/** A search that counts how far it has come. */
function counted() {
  const steps = { taken: 0 };
  const find = eachAlone(function* ({ findings }: { findings: readonly string[] }) {
    for (const one of findings) {
      steps.taken++;
      yield one;
    }
  });
  return { steps, find };
}

const part = { findings: ['a', 'b', 'c'] };

test('gives what it finds one by one', () => {
  const { steps, find } = counted();
  const search = find([part], () => false);
  expect(search.next().value).toBe('a');
  expect(steps.taken).toBe(1);
});

test('looks at a part once', () => {
  const { steps, find } = counted();
  const all = () => [...find([part, { findings: ['d'] }], () => false)];
  expect(all()).toEqual(['a', 'b', 'c', 'd']);
  expect(all()).toEqual(['a', 'b', 'c', 'd']);
  expect(steps.taken).toBe(5);
});

test('what was broken off is no finding for later', () => {
  const { find } = counted();
  let stopped = false;
  const search = find([part], () => stopped);
  search.next();
  stopped = true;
  expect([...search]).toEqual([]);
  stopped = false;
  expect([...find([part], () => stopped)]).toEqual(['a', 'b', 'c']);
});
