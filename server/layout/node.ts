import { Worker } from 'node:worker_threads';
import type { LayoutWorker } from './port.ts';

/** The layout engine in a thread of its own; `file` is the bundle of `diagram/layout/worker.ts`. */
export function nodeLayoutWorker(file: string): LayoutWorker {
  const worker = new Worker(file);
  // A server whose client has gone must not be kept alive by its layout thread.
  worker.unref();
  return {
    post: (request) => worker.postMessage(request),
    onAnswer: (listener) => void worker.on('message', listener),
    onFailure(listener) {
      worker.on('error', (error) => listener(String(error)));
      worker.on('exit', (code) => listener(`the layout thread ended with ${code}`));
    },
    stop: () => void worker.terminate(),
  };
}
