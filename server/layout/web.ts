import type { LayoutEngine } from '../../diagram/graph.ts';
import { type LayoutAnswer, type LayoutWorker, workerLayout } from './port.ts';

/** What the web client sends at start, as far as the layout is concerned. */
export interface WebOptions {
  /** Where `dist/graphviz.js` can be fetched. */
  readonly graphviz?: string;
}

/** The layout engine in a web worker inside the server's. */
export function webLayout(initializationOptions: unknown): LayoutEngine {
  const url = (initializationOptions as WebOptions | undefined)?.graphviz;
  if (typeof url !== 'string') return () => Promise.reject(new Error('the client did not say where graphviz.js is'));
  // The script usually lies at another origin than the page, where a worker may not be started from: it is fetched and
  // started from a blob, which is of the page's own origin.
  let blob: string | undefined;
  const engine = workerLayout(() => webLayoutWorker(blob!));
  return async (graph) => {
    blob ??= await fetchBlob(url);
    return engine(graph);
  };
}

async function fetchBlob(url: string): Promise<string> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status} ${response.statusText}`);
  return URL.createObjectURL(new Blob([await response.text()], { type: 'text/javascript' }));
}

function webLayoutWorker(url: string): LayoutWorker {
  const worker = new Worker(url);
  return {
    post: (request) => worker.postMessage(request),
    onAnswer: (listener) =>
      worker.addEventListener('message', (event) => listener((event as MessageEvent<LayoutAnswer>).data)),
    onFailure: (listener) =>
      worker.addEventListener('error', (event) =>
        listener((event as ErrorEvent).message || 'the layout worker failed'),
      ),
    stop: () => worker.terminate(),
  };
}
