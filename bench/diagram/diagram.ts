import { buildGraph } from '../../diagram/build.ts';
import type { Box, Graph } from '../../diagram/graph.ts';
import { createGraphviz } from '../../diagram/layout/graphviz.ts';
import { summaryOf } from '../../diagram/summary/summary.ts';
import { allocator } from '../../network/topology/allocate.ts';
import type { Client, Published } from '../edit/client.ts';
import { ms, sideBySide, table, time, times } from '../measure.ts';
import { topologyOf } from '../topology.ts';
import { layoutWithElk } from './elk.ts';
import { openDrawing, pictureOf } from './server.ts';
import { clusterWith } from './text.ts';

const SIZES = [50, 500, 5_000];

/** From a keystroke to the picture, beside elkjs on the graph that the picture is of; then typing while that goes on. */
export async function diagram(): Promise<void> {
  const rows = [];
  for (const pods of SIZES) rows.push(await picturesAt(pods));
  table(
    'Text change to picture over LSP, layout in a thread; the layout alone; elkjs (layered, whole hierarchy) on the same boxes and lines. Beyond 500 boxes a picture shows groups.',
    ['Pods', 'boxes', 'lines', 'text to picture', 'sent', 'layout', 'elkjs', 'elkjs beside the layout', 'beside all'],
    rows,
  );
  await typing();
}

async function picturesAt(pods: number): Promise<string[]> {
  const graph = await graphOf(clusterWith(pods));
  const boxes = count(graph.boxes);
  const client = await openDrawing(clusterWith(pods));
  const engine = await createGraphviz();
  let have = (await pictureOf(client)).version;
  let sent = 0;
  const [all, layout, elk] = await sideBySide(
    3,
    () =>
      time(async () => {
        const edited = rename(client);
        const picture = await pictureOf(client, have);
        if (picture.version === have) throw new Error('the picture has not changed');
        have = picture.version;
        sent = (picture.svg ?? JSON.stringify(picture.patch)).length;
        await edited;
      }),
    () => time(() => engine(graph)),
    () =>
      time(async () => {
        const placed = await layoutWithElk(graph);
        if (placed !== boxes) throw new Error(`elkjs has placed ${placed} of ${boxes} boxes`);
      }),
  );
  const numbers = [String(pods), String(boxes), String(graph.edges.length)];
  const sizes = [ms(all!), `${Math.round(sent / 1000)} KB`, ms(layout!), ms(elk!)];
  return [...numbers, ...sizes, times(elk! / layout!), times(elk! / all!)];
}

async function graphOf(text: string): Promise<Graph> {
  const topology = await topologyOf(text);
  return summaryOf(buildGraph(topology, allocator(topology)));
}

const count = (boxes: readonly Box[]): number => boxes.reduce((sum, { children }) => sum + 1 + count(children), 0);

const NAMES = ['node n0 ', 'node m0 '] as const;
let named = 0;

/** Gives the first node another name, which is a box of its own in every picture; the pod on it goes missing or comes back. */
function rename(client: Client): Promise<number> {
  const [old, next] = [NAMES[named % 2]!, NAMES[(named + 1) % 2]!];
  named++;
  return client.replace(old, next, () => true);
}

/** The same edit and its diagnostics, alone and while pictures are laid out without a pause. */
async function typing(): Promise<void> {
  const rows = [];
  for (const pods of SIZES) {
    const client = await openDrawing(clusterWith(pods));
    await pictureOf(client);
    const [alone, drawing] = await sideBySide(
      5,
      () => toggle(client),
      () => whileDrawing(client),
    );
    rows.push([String(pods), ms(alone!), ms(drawing!), times(drawing! / alone!)]);
  }
  table(
    'Edit to diagnostics over LSP, alone and with a picture of the text before being laid out in its thread.',
    ['Pods', 'alone', 'while a layout runs', 'beside'],
    rows,
  );
}

/** The edit is sent as soon as the server has handed a graph to the layout. */
async function whileDrawing(client: Client): Promise<number> {
  await toggle(client);
  const picture = pictureOf(client);
  await client.request('textDocument/foldingRange', { textDocument: { uri: client.uri } });
  const milliseconds = await toggle(client);
  await picture;
  return milliseconds;
}

const PORTS = ['on n0  port 80/TCP', 'on nx  port 80/TCP'] as const;
let broken = 0;

function toggle(client: Client): Promise<number> {
  const on = broken++ % 2 === 0;
  const isThere = (found: Published) => found.some(({ message }) => /nx/.test(String(message)));
  return client.replace(PORTS[on ? 0 : 1], PORTS[on ? 1 : 0], (found) => isThere(found) === on);
}
