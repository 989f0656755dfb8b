import { expect, test } from 'vitest';
import type { Graph, Layout } from '../../diagram/graph.ts';
import type { LayoutReply, LayoutRequest } from '../../diagram/layout/worker.ts';
import { type LayoutWorker, workerLayout } from '../../server/layout/port.ts';

const graph: Graph = { boxes: [], edges: [] };
const layout: Layout = { width: 1, height: 1, boxes: new Map(), edges: new Map() };

/** A worker whose answers the test gives; the last one started is `workers.at(-1)`. */
function fakeWorkers() {
  const workers: {
    requests: LayoutRequest[];
    stopped: boolean;
    answer(a: LayoutReply): void;
    fail(why: string): void;
  }[] = [];
  const start = (): LayoutWorker => {
    let answered: (answer: LayoutReply) => void = () => {};
    let failed: (reason: string) => void = () => {};
    const worker = {
      requests: [] as LayoutRequest[],
      stopped: false,
      answer: (answer: LayoutReply) => answered(answer),
      fail: (why: string) => failed(why),
    };
    workers.push(worker);
    return {
      post: (request) => void worker.requests.push(request),
      onAnswer: (listener) => {
        answered = listener;
      },
      onFailure: (listener) => {
        failed = listener;
      },
      stop: () => {
        worker.stopped = true;
      },
    };
  };
  return { workers, start };
}

test('answers come to the request they belong to', async () => {
  const { workers, start } = fakeWorkers();
  const engine = workerLayout(start);
  const [first, second] = [engine(graph), engine(graph)];
  const [one, two] = workers[0]!.requests;
  workers[0]!.answer({ id: two!.id, layout });
  workers[0]!.answer({ id: one!.id, error: 'too odd' });
  await expect(second).resolves.toBe(layout);
  await expect(first).rejects.toThrow('too odd');
  expect(workers).toHaveLength(1);
});

test('a worker that fails is replaced, and what waited for it is told', async () => {
  const { workers, start } = fakeWorkers();
  const engine = workerLayout(start);
  const lost = engine(graph);
  workers[0]!.fail('out of memory');
  await expect(lost).rejects.toThrow('out of memory');
  const next = engine(graph);
  workers[1]!.answer({ id: workers[1]!.requests[0]!.id, layout });
  await expect(next).resolves.toBe(layout);
});

test('a worker that does not answer is stopped', async () => {
  const { workers, start } = fakeWorkers();
  const engine = workerLayout(start, 10);
  await expect(engine(graph)).rejects.toThrow('within 10 ms');
  expect(workers[0]!.stopped).toBe(true);
});

test('a worker that cannot be started costs its request only', async () => {
  let broken = true;
  const { workers, start } = fakeWorkers();
  const engine = workerLayout(() => {
    if (broken) throw new Error('no threads left');
    return start();
  });
  await expect(engine(graph)).rejects.toThrow('no threads left');
  broken = false;
  const next = engine(graph);
  workers[0]!.answer({ id: workers[0]!.requests[0]!.id, layout });
  await expect(next).resolves.toBe(layout);
});
