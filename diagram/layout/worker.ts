import type { Graph, Layout, LayoutEngine } from '../graph.ts';
import { createGraphviz } from './graphviz.ts';

/**
 * Entry of `dist/graphviz.js`: answers `{ id, graph }` with `{ id, layout }` or `{ id, error }`, one after the other.
 * The file runs unchanged as a Node worker thread and as a web worker; Graphviz is loaded with the first question.
 */
export interface LayoutRequest {
  readonly id: number;
  readonly graph: Graph;
}
export type LayoutReply =
  | { readonly id: number; readonly layout: Layout }
  | { readonly id: number; readonly error: string };

interface Port {
  receive(listener: (request: LayoutRequest) => void): void;
  send(reply: LayoutReply): void;
}

let engine: Promise<LayoutEngine> | undefined;

async function answer({ id, graph }: LayoutRequest): Promise<LayoutReply> {
  try {
    engine ??= createGraphviz();
    return { id, layout: await (await engine)(graph) };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}

/** Node's port is asked of `process`, so that nothing of Node is imported and the file loads in a browser too. */
function findPort(): Port {
  const { process } = globalThis as { process?: { getBuiltinModule?(name: string): { parentPort: NodePort | null } } };
  const port = process?.getBuiltinModule?.('node:worker_threads').parentPort;
  if (port) return { receive: (listener) => port.on('message', listener), send: (reply) => port.postMessage(reply) };
  const scope = globalThis as unknown as WebPort;
  return {
    receive: (listener) => scope.addEventListener('message', ({ data }) => listener(data)),
    send: (reply) => scope.postMessage(reply),
  };
}

interface NodePort {
  on(event: 'message', listener: (request: LayoutRequest) => void): void;
  postMessage(reply: LayoutReply): void;
}
interface WebPort {
  addEventListener(event: 'message', listener: (event: { readonly data: LayoutRequest }) => void): void;
  postMessage(reply: LayoutReply): void;
}

const port = findPort();
port.receive(async (request) => port.send(await answer(request)));
