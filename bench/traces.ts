import { createNetwork } from '../network/machines/create.ts';
import { allocator } from '../network/topology/allocate.ts';
import type { Topology } from '../network/topology/topology.ts';
import { trace } from '../network/trace/trace.ts';
import { ms, sideBySide, table, time, times } from './measure.ts';
import { growingCluster } from './text.ts';
import { topologyOf } from './topology.ts';

const SIZES = [10, 500, 5000];

/** A packet between pods on the first and the last node of a cluster, as the cluster grows. */
export async function traces(): Promise<void> {
  const topologies = await Promise.all(SIZES.map((nodes) => topologyOf(growingCluster(nodes, [[0, nodes - 1]]))));
  const once = await sideBySide(5, ...topologies.map((topology) => () => firstTrace(topology)));
  const again = await sideBySide(5, ...topologies.map(laterTraces));
  table(
    'A trace between two pods. The first in a new topology allocates addresses; the others find them.',
    ['nodes', 'first', 'beside 10 nodes', 'each later one', 'beside 10 nodes'],
    SIZES.map((nodes, i) => [
      String(nodes),
      ms(once[i]!),
      times(once[i]! / once[0]!),
      ms(again[i]!),
      times(again[i]! / again[0]!),
    ]),
  );
}

const firstTrace = (topology: Topology) =>
  time(() => arrives(trace(createNetwork(topology, allocator(topology)), topology.traces[0]!)));

function laterTraces(topology: Topology): () => Promise<number> {
  const network = createNetwork(topology, allocator(topology));
  const rounds = 200;
  return async () => {
    const all = await time(() => {
      for (let i = 0; i < rounds; i++) arrives(trace(network, topology.traces[0]!));
    });
    return all / rounds;
  };
}

function arrives({ paths }: ReturnType<typeof trace>): void {
  const [path] = paths;
  if (path?.disposition !== 'DELIVERED') throw new Error(`the packet ends as ${path?.disposition}: ${path?.reason}`);
}
