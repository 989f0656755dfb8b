import type { Layout, LayoutEngine } from '../../diagram/graph.ts';
import type { LayoutReply, LayoutRequest } from '../../diagram/layout/worker.ts';

/** A worker as both Node and browsers have one, as far as it is needed here. */
export interface LayoutWorker {
  post(request: LayoutRequest): void;
  onAnswer(listener: (answer: LayoutReply) => void): void;
  onFailure(listener: (reason: string) => void): void;
  stop(): void;
}

interface Waiting {
  readonly resolve: (layout: Layout) => void;
  readonly reject: (error: Error) => void;
}

/** Milliseconds after which a layout is given up and its worker replaced: a picture nobody waits for any longer. */
const PATIENCE = 20_000;

/**
 * Layout in a worker that is started with the first graph. One that fails or hangs is replaced, so that a graph which
 * breaks the engine costs its own picture and no other.
 */
export function workerLayout(start: () => LayoutWorker, patience = PATIENCE): LayoutEngine {
  let worker: LayoutWorker | undefined;
  let last = 0;
  const waiting = new Map<number, Waiting>();

  function giveUp(reason: string): void {
    worker?.stop();
    worker = undefined;
    for (const { reject } of waiting.values()) reject(new Error(reason));
    waiting.clear();
  }

  function running(): LayoutWorker {
    if (worker) return worker;
    const started = start();
    started.onAnswer((reply) => {
      const one = waiting.get(reply.id);
      waiting.delete(reply.id);
      if ('layout' in reply) one?.resolve(reply.layout);
      else one?.reject(new Error(reply.error));
    });
    started.onFailure((reason) => {
      if (worker === started) giveUp(reason);
    });
    worker = started;
    return started;
  }

  return (graph) =>
    new Promise<Layout>((resolve, reject) => {
      const id = ++last;
      const timer = setTimeout(() => giveUp(`no layout within ${patience} ms`), patience);
      const done = <T>(act: (value: T) => void) => {
        return (value: T) => {
          clearTimeout(timer);
          act(value);
        };
      };
      waiting.set(id, { resolve: done(resolve), reject: done(reject) });
      try {
        running().post({ id, graph });
      } catch (error) {
        waiting.delete(id);
        done(reject)(error as Error);
      }
    });
}
