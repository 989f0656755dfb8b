import { buildGraph } from '../../diagram/build.ts';
import type { Box, Graph } from '../../diagram/graph.ts';
import { createGraphviz } from '../../diagram/layout/graphviz.ts';
import { summaryOf } from '../../diagram/summary/summary.ts';
import { allocator } from '../../network/topology/allocate.ts';
import type { Client } from '../edit/client.ts';
import { ms, sideBySide, table, time, times } from '../measure.ts';
import { topologyOf } from '../topology.ts';
import { layoutWithElk } from './elk.ts';
import { openBuilt, pictureOf } from './server.ts';
import { clusterWith } from './text.ts';
import { typing } from './typing.ts';

const SIZES = [50, 500, 5_000];

/** From a keystroke to the picture, beside elkjs on the graph that the picture is of; then typing while that goes on. */
export async function diagram(): Promise<void> {
  const rows = [];
  for (const pods of SIZES) rows.push(await picturesAt(pods));
  table(
    'Text change to picture over LSP, from the built server; the layout alone; elkjs (layered, whole hierarchy) on the same boxes and lines. Beyond 500 boxes a picture shows groups.',
    ['Pods', 'boxes', 'lines', 'text to picture', 'sent', 'layout', 'elkjs', 'elkjs beside the layout', 'beside all'],
    rows,
  );
  await typing();
}

async function picturesAt(pods: number): Promise<string[]> {
  const graph = await graphOf(clusterWith(pods));
  const boxes = count(graph.boxes);
  const { client, stop } = await openBuilt(clusterWith(pods));
  const engine = await createGraphviz();
  let have = (await pictureOf(client)).version;
  let sent = 0;
  const [all, layout, elk] = await sideBySide(
    3,
    async () => {
      const edited = rename(client);
      const start = performance.now();
      const picture = await pictureOf(client, { have });
      const milliseconds = performance.now() - start;
      if (picture.version === have) throw new Error('the picture has not changed');
      have = picture.version;
      sent = (picture.svg ?? JSON.stringify(picture.patch)).length;
      await edited;
      return milliseconds;
    },
    () => time(() => engine(graph)),
    () =>
      time(async () => {
        const placed = await layoutWithElk(graph);
        if (placed !== boxes) throw new Error(`elkjs has placed ${placed} of ${boxes} boxes`);
      }),
  );
  stop();
  const numbers = [String(pods), String(boxes), String(graph.edges.length)];
  const sizes = [ms(all!), `${Math.round(sent / 1000)} KB`, ms(layout!), ms(elk!)];
  return [...numbers, ...sizes, times(elk! / layout!), times(elk! / all!)];
}

async function graphOf(text: string): Promise<Graph> {
  const topology = await topologyOf(text);
  return summaryOf(buildGraph(topology, allocator(topology)));
}

const count = (boxes: readonly Box[]): number => boxes.reduce((sum, { children }) => sum + 1 + count(children), 0);

/** Gives the first node another name, which is a box of its own in every picture; the pod on it goes missing or comes back. */
function rename(client: Client): Promise<number> {
  const [old, next] = client.has('node n0 ') ? ['n0 ', 'm0 '] : ['m0 ', 'n0 '];
  return client.replace(`node ${old}`, `node ${next}`, () => true);
}
