/// <reference types="node" />
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildGraph } from '../../diagram/build.ts';
import type { Graph } from '../../diagram/graph.ts';
import { createGraphviz } from '../../diagram/layout/graphviz.ts';
import type { LayoutReply } from '../../diagram/layout/worker.ts';
import { allocate } from './models.ts';
import { PICTURES } from './pictures.ts';

let folder: string;
let worker: Worker;

// As it is shipped: a browser's bundle that a Node thread loads, with Graphviz's WebAssembly inside.
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'knet-layout-'));
  const outfile = join(folder, 'graphviz.js');
  const entry = join(import.meta.dirname, '../../diagram/layout/worker.ts');
  await build({ entryPoints: [entry], outfile, bundle: true, platform: 'browser', format: 'iife', logLevel: 'error' });
  worker = new Worker(outfile);
});

afterAll(async () => {
  await worker?.terminate();
  await rm(folder, { recursive: true, force: true });
});

function ask(id: number, graph: unknown): Promise<LayoutReply> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.postMessage({ id, graph });
  });
}

test('answers with the layout, and with the id of the question', async () => {
  const graph = buildGraph(PICTURES['a Service over three nodes']!, allocate);
  const engine = await createGraphviz();
  expect(await ask(7, graph)).toEqual({ id: 7, layout: await engine(graph) });
});

test('an edge that ends nowhere is an error of its question only', async () => {
  const graph: Graph = { boxes: [], edges: [{ id: 'e', from: 'a', to: 'b', kind: 'routes' }] };
  expect(await ask(8, graph)).toMatchObject({ id: 8, error: expect.any(String) });
  expect(await ask(9, { boxes: [], edges: [] })).toMatchObject({ id: 9, layout: { boxes: new Map() } });
});
