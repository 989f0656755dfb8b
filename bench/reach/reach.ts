/// <reference types="node" />

import type { Matrix } from '../../network/reachability/matrix.ts';
import { positionOf, type Service } from '../../network/reachability/port-set.ts';
import { Reachability } from '../../network/reachability/reachability.ts';
import type { ReachabilityOptions } from '../../network/reachability/world.ts';
import type { Cluster } from '../../network/topology/cluster.ts';
import { naivelyAllowed, naivePods } from '../../test/network/reachability/support/naive.ts';
import { ms, processorTime, table, times } from '../measure.ts';
import { dice, largeCluster, policyOf, type Size } from './cluster.ts';

const SIZES: readonly Size[] = [
  { pods: 10_000, workloads: 1_000, policies: 500, namespaces: 50 },
  { pods: 50_000, workloads: 5_000, policies: 2_500, namespaces: 100 },
  { pods: 150_000, workloads: 10_000, policies: 5_000, namespaces: 200 },
];

const options: ReachabilityOptions = {
  ipBlockPods: 'include',
  podAddresses: (workload) => workload.addresses.map(({ value }) => [value]),
};

const HTTP: Service = { protocol: 'TCP', port: 8080 };

/**
 * Whole clusters with everything that policies can say, on all ports, beside one pass over a bit matrix of that size and
 * beside what a naive evaluator would take.
 */
export async function reach(): Promise<void> {
  const rows: string[][] = [];
  const memory: string[][] = [];
  for (const size of SIZES) {
    const cluster = largeCluster(size);
    const result = measure(cluster, size);
    rows.push(rowOf(size, result));
    memory.push([
      sizeWords(size),
      `${result.classes}`,
      `${result.atoms}`,
      `${result.rows} of ${result.classes * result.atoms}`,
      `${result.megabytes} MB`,
    ]);
  }
  table(
    'Who can reach whom: pods in workloads, policies; processor time, in multiples of one pass over the bit matrix',
    [
      '',
      'one pass',
      'build and one port',
      'all ports',
      'an edited policy, all ports again',
      'of it',
      'one question',
      'of it',
      'naive',
    ],
    rows,
  );
  table('What it takes', ['', 'classes', 'kinds of ports', 'rows that differ', 'process, all matrices held'], memory);
}

const sizeWords = ({ pods, workloads, policies }: Size) => `${pods} in ${workloads}, ${policies}`;

interface Measured {
  readonly floor: number;
  readonly onePort: number;
  readonly all: number;
  readonly edit: number;
  readonly question: number;
  readonly naive: number;
  readonly classes: number;
  readonly atoms: number;
  /** Different ones, of all matrices together. */
  readonly rows: number;
  readonly megabytes: number;
}

function rowOf(size: Size, { floor, onePort, all, edit, question, naive }: Measured): string[] {
  const passes = (value: number) => times(value / floor);
  const part = (value: number) => `1/${Math.round(all / value)}`;
  return [
    sizeWords(size),
    ms(floor),
    passes(onePort),
    `${passes(all)} (${ms(all)})`,
    passes(edit),
    part(edit),
    `${(question * 1000).toFixed(0)} µs`,
    part(question),
    `${(naive / all).toFixed(0)}x all ports`,
  ];
}

function measure(cluster: Cluster, size: Size): Measured {
  warmUp(cluster);
  const { onePort: firstOne, all: firstAll } = buildOf(cluster);
  const { engine, ...second } = buildOf(cluster);
  const [onePort, all] = [Math.min(firstOne, second.onePort), Math.min(firstAll, second.all)];
  const { matrix } = engine;
  const classes = matrix.table.members.length;
  const floor = floorOf(new Uint32Array(classes * Math.ceil(classes / 32)).fill(0x5a5a5a5a));
  const megabytes = Math.round(process.memoryUsage().rss / 2 ** 20);
  const edit = editOf(engine, cluster, size);
  return {
    floor,
    onePort,
    all,
    edit,
    question: questionOf(cluster),
    naive: naiveOf(cluster, matrix.atoms.length),
    classes,
    atoms: matrix.atoms.length,
    rows: rowsOf(matrix),
    megabytes,
  };
}

/** An engine with all its matrices, and how long it took. Done twice, of which the shorter counts. */
function buildOf(cluster: Cluster) {
  const engine = new Reachability(cluster, options);
  const onePort = processorTime(() => engine.matrix.slice(engine.matrix.atomOf(positionOf(HTTP))));
  const rest = processorTime(() => {
    for (const atom of engine.matrix.atoms) engine.matrix.slice(atom);
  });
  return { engine, onePort, all: onePort + rest };
}

function rowsOf(matrix: Matrix): number {
  return new Set(matrix.atoms.flatMap((atom) => [...matrix.slice(atom).of])).size;
}

/** The code has run before it is measured, on the first namespaces. */
function warmUp(cluster: Cluster): void {
  for (let round = 0; round < 3; round++) {
    const engine = new Reachability({ ...cluster, namespaces: cluster.namespaces.slice(0, 20) }, options);
    for (const atom of engine.matrix.atoms) engine.matrix.slice(atom);
  }
}

/** One `and` of a bit matrix with another. The shortest of seven: nothing but other work makes one longer. */
function floorOf(words: Uint32Array): number {
  const [a, b] = [words.slice(), words.slice()];
  const rounds: number[] = [];
  for (let round = 0; round < 7; round++) {
    rounds.push(
      processorTime(() => {
        for (let i = 0; i < a.length; i++) a[i]! &= b[i]!;
      }),
    );
  }
  return Math.min(...rounds);
}

/** Another policy in one namespace, and all matrices brought up to date. The middle of five. */
function editOf(engine: Reachability, cluster: Cluster, size: Size): number {
  const roll = dice(7);
  const rounds: number[] = [];
  let now = cluster;
  for (let round = 0; round < 5; round++) {
    const place = roll(cluster.namespaces.length);
    const namespaces = now.namespaces.map((one, i) => {
      if (i !== place) return one;
      const at = roll(one.policies.length);
      return { ...one, policies: one.policies.map((policy, p) => (p === at ? policyOf(one, p, size, roll) : policy)) };
    });
    now = { ...now, namespaces };
    rounds.push(
      processorTime(() => {
        engine.update(now);
        for (const atom of engine.matrix.atoms) engine.matrix.slice(atom);
      }),
    );
  }
  return rounds.sort((x, y) => x - y)[2]!;
}

/** A question to an engine that has not been asked anything. The middle of many. */
function questionOf(cluster: Cluster): number {
  const roll = dice(11);
  const rounds: number[] = [];
  for (let round = 0; round < 101; round++) {
    const [from, to] = [0, 1].map(() => {
      const { workloads } = cluster.namespaces[roll(cluster.namespaces.length)]!;
      return { kind: 'workload', id: workloads[roll(workloads.length)]!.id } as const;
    });
    rounds.push(processorTime(() => new Reachability(cluster, options).can(from!, to!, HTTP)));
  }
  return rounds.sort((x, y) => x - y)[50]!;
}

/** What every pair of workloads on a port of each kind would take the naive evaluator, from a sample. */
function naiveOf(cluster: Cluster, atoms: number): number {
  const pods = naivePods(cluster);
  const roll = dice(13);
  const sample = Array.from({ length: 20_000 }, () => [pods[roll(pods.length)]!, pods[roll(pods.length)]!] as const);
  const taken = processorTime(() => {
    for (const [source, destination] of sample) {
      naivelyAllowed({ source, destination, protocol: 'TCP', port: 8080, blocksMatchPods: true });
    }
  });
  return (taken / sample.length) * pods.length ** 2 * atoms;
}
