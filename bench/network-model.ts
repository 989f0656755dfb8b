import { CHECKS } from '../network/checks/catalogue.ts';
import { createNetwork } from '../network/machines/create.ts';
import { allocator } from '../network/topology/allocate.ts';
import type { Topology } from '../network/topology/topology.ts';
import { trace } from '../network/trace/trace.ts';
import { ms, processorTime, sideBySide, table, times } from './measure.ts';
import { growingCluster } from './text.ts';
import { topologyOf } from './topology.ts';

const SIZES = [10, 500, 5000];
const TRACES = 20;
const CODE = 'K8S-MODEL';

/** The check of the Kubernetes network model beside twenty traces: of everything anew, and where addresses are given out. */
export async function networkModel(): Promise<void> {
  const topologies = await Promise.all(SIZES.map((nodes) => topologyOf(growingCluster(nodes, questions(nodes)))));
  const rows: string[][] = [];
  for (const [i, topology] of topologies.entries()) {
    const [check, traced, checkAgain, tracedAgain] = await sideBySide(5, ...runs(topology));
    const own = [ms(check!), ms(traced!), times(check! / traced!)];
    rows.push([String(SIZES[i]), ...own, ms(checkAgain!), ms(tracedAgain!), times(checkAgain! / tracedAgain!)]);
  }
  const given = 'addresses given out: check';
  table(
    `${CODE} beside ${TRACES} traces between other Pods each, in one network, in processor time.`,
    ['nodes', 'check', `${TRACES} traces`, 'ratio', given, `${TRACES} traces`, 'ratio'],
    rows,
  );
}

/** Pods all over the cluster, another two each time. */
const questions = (nodes: number) =>
  Array.from({ length: TRACES }, (_, i) => [i * nodes, 30 * nodes - 1 - i * (nodes + 1)] as const);

/** A network of its own each time, so that no table of a machine is there before it is asked for. */
function runs(topology: Topology): (() => number)[] {
  const given = allocator(topology);
  checked(topology, given);
  return [
    () => processorTime(() => checked(topology, allocator(topology))),
    () => processorTime(() => traced(topology, allocator(topology))),
    () => processorTime(() => checked(topology, given)),
    () => processorTime(() => traced(topology, given)),
  ];
}

type Allocate = ReturnType<typeof allocator>;

function checked(topology: Topology, allocate: Allocate): void {
  const check = CHECKS.find(({ code }) => code === CODE)!;
  const found = [...check.run({ topology, allocate, stop: () => false })];
  if (found.length > 0) throw new Error(found[0]!.message);
}

function traced(topology: Topology, allocate: Allocate): void {
  const network = createNetwork(topology, allocate);
  for (const question of topology.traces) {
    const { disposition } = trace(network, question);
    if (disposition !== 'DELIVERED') throw new Error(`a packet ends as ${disposition}`);
  }
}
