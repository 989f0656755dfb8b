import type { LayoutEngine } from '../../diagram/graph.ts';
import type { LayoutReply, LayoutRequest } from '../../diagram/layout/worker.ts';
import type { InitializationOptions } from '../protocol.ts';
import { type LayoutWorker, workerLayout } from './port.ts';

/** The layout engine in a web worker inside the server's. */
export function webLayout({ graphviz: url }: InitializationOptions): LayoutEngine {
  if (url === undefined) return () => Promise.reject(new Error('the client did not say where graphviz.js is'));
  let script: string | undefined;
  const engine = workerLayout(() => webLayoutWorker(script!));
  return async (graph) => {
    script ??= await ownOrigin(url);
    return engine(graph);
  };
}

/**
 * The script as a blob. It usually lies at another origin than the page, from where a worker may not be started; a blob
 * is of the page's own.
 */
async function ownOrigin(url: string): Promise<string> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status} ${response.statusText}`);
  return URL.createObjectURL(new Blob([await response.text()], { type: 'text/javascript' }));
}

/** What is used of a browser's Worker: the DOM's types would make all of the DOM visible in every file. */
interface BrowserWorker {
  postMessage(request: LayoutRequest): void;
  terminate(): void;
  onmessage: (event: { readonly data: LayoutReply }) => void;
  onerror: (event: { readonly message?: string }) => void;
}

function webLayoutWorker(url: string): LayoutWorker {
  const { Worker } = globalThis as unknown as { Worker: new (url: string) => BrowserWorker };
  const worker = new Worker(url);
  return {
    post: (request) => worker.postMessage(request),
    onAnswer: (listener) => {
      worker.onmessage = ({ data }) => listener(data);
    },
    onFailure: (listener) => {
      worker.onerror = ({ message }) => listener(message || 'the layout worker failed');
    },
    stop: () => worker.terminate(),
  };
}
