/// <reference types="node" />

import type { Matrix } from '../../network/reachability/matrix.ts';
import { hasPosition, positionOf, type Service } from '../../network/reachability/port-set.ts';
import { Reachability } from '../../network/reachability/reachability.ts';
import type { ReachabilityOptions } from '../../network/reachability/world.ts';
import type { Cluster } from '../../network/topology/cluster.ts';
import type { Policy } from '../../network/topology/policy.ts';
import type { Namespace } from '../../network/topology/workload.ts';
import { naivelyAllowed, naivePods } from '../../test/network/reachability/support/naive.ts';
import { median, processorTime } from '../measure.ts';
import { dice, policyOf, type Size, withPort } from './cluster.ts';

const options: ReachabilityOptions = {
  ipBlockPods: 'include',
  podAddresses: (workload) => workload.addresses.map(({ value }) => [value]),
};

/** Builds and edits are done so often that small clusters are not measured by a few, while Node still makes code faster. */
const BUILDS = 1200;
const EDITS = 6_000;
/** Of a build, an edit and a question alike the shortest time counts: what makes one longer is the garbage of others. */
const TIMES = 5;

const HTTP: Service = { protocol: 'TCP', port: 8080 };

/** Times are milliseconds of the processor. */
export interface Measured {
  readonly floor: number;
  readonly onePort: number;
  /** One port and ten more. */
  readonly eleven: number;
  readonly all: number;
  /** Another policy in the place of one. */
  readonly edit: number;
  /** Another port in a rule of a policy. */
  readonly portEdit: number;
  readonly question: number;
  readonly naive: number;
  readonly classes: number;
  readonly atoms: number;
  /** Different ones, of all matrices together. */
  readonly rows: number;
  readonly megabytes: number;
}

/** A cluster built, edited and asked. */
export function measure(cluster: Cluster, size: Size): Measured {
  warmUp(cluster);
  const { engine, ...builds } = buildsOf(cluster, Math.ceil(BUILDS / size.namespaces));
  const { matrix } = engine;
  const classes = matrix.table.members.length;
  const floor = floorOf(new Uint32Array(classes * Math.ceil(classes / 32)).fill(0x5a5a5a5a));
  const megabytes = Math.round(process.memoryUsage().rss / 2 ** 20);
  const rows = rowsOf(matrix);
  const edit = editOf(engine, cluster, (_policy, place, namespace, roll) => policyOf(namespace, place, size, roll));
  const portEdit = editOf(engine, cluster, (policy, _place, _namespace, roll) => withPort(policy, roll));
  return {
    floor,
    ...builds,
    edit,
    portEdit,
    question: questionOf(cluster),
    naive: naiveOf(cluster, matrix.atoms.length),
    classes,
    atoms: matrix.atoms.length,
    rows,
    megabytes,
  };
}

/** An engine with all its matrices, and how long such engines took: each time the shortest of several builds. */
function buildsOf(cluster: Cluster, rounds: number) {
  const engines = Array.from({ length: rounds - 1 }, () => timesOf(buildOf(cluster)));
  const { engine, ...last } = buildOf(cluster);
  const times = [...engines, last];
  const shortest = (one: keyof typeof last) => Math.min(...times.map((each) => each[one]));
  return { engine, onePort: shortest('onePort'), eleven: shortest('eleven'), all: shortest('all') };
}

/** Without the engine, which is to be collected. */
const timesOf = ({ onePort, eleven, all }: ReturnType<typeof buildOf>) => ({ onePort, eleven, all });

function buildOf(cluster: Cluster) {
  const engine = new Reachability(cluster, options);
  const onePort = processorTime(() => engine.matrix.slice(engine.matrix.atomOf(positionOf(HTTP))));
  const atoms = engine.matrix.atoms.filter(({ ports }) => !hasPosition(ports, positionOf(HTTP)));
  const slices = (some: typeof atoms) =>
    processorTime(() => {
      for (const atom of some) engine.matrix.slice(atom);
    });
  const eleven = onePort + slices(atoms.slice(0, 10));
  return { engine, onePort, eleven, all: eleven + slices(atoms.slice(10)) };
}

function rowsOf(matrix: Matrix): number {
  return new Set(matrix.atoms.flatMap((atom) => [...matrix.slice(atom).of])).size;
}

/** The code has run before it is measured, on the first namespaces. */
function warmUp(cluster: Cluster): void {
  for (let round = 0; round < 10; round++) {
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

type Roll = ReturnType<typeof dice>;
type Edit = (policy: Policy, place: number, namespace: Namespace, roll: Roll) => Policy;

/** One policy edited, and all matrices brought up to date; then the other way. The middle of many, behind some that warm up. */
function editOf(engine: Reachability, cluster: Cluster, edit: Edit): number {
  const roll = dice(7);
  const edits = Math.ceil(EDITS / cluster.namespaces.length);
  const update = (to: Cluster) => {
    engine.update(to);
    for (const atom of engine.matrix.atoms) engine.matrix.slice(atom);
  };
  const rounds = Array.from({ length: 2 * edits }, () => {
    const edited = editedAt(cluster, roll, edit);
    return shortestOf(() => {
      const taken = processorTime(() => update(edited));
      update(cluster);
      return taken;
    });
  });
  return median(rounds.slice(edits));
}

const shortestOf = (measured: () => number) => Math.min(...Array.from({ length: TIMES }, measured));

/** The cluster with one policy edited. */
function editedAt(cluster: Cluster, roll: Roll, edit: Edit): Cluster {
  const place = roll(cluster.namespaces.length);
  const namespaces = cluster.namespaces.map((one, i) => {
    if (i !== place) return one;
    const at = roll(one.policies.length);
    return { ...one, policies: one.policies.map((policy, p) => (p === at ? edit(policy, p, one, roll) : policy)) };
  });
  return { ...cluster, namespaces };
}

/** A question to an engine that has not been asked anything. The middle of many, ten at a time since they are short. */
function questionOf(cluster: Cluster): number {
  const roll = dice(11);
  const end = () => {
    const { workloads } = cluster.namespaces[roll(cluster.namespaces.length)]!;
    return { kind: 'workload', id: workloads[roll(workloads.length)]!.id } as const;
  };
  const rounds: number[] = [];
  for (let round = 0; round < 101; round++) {
    const pairs = Array.from({ length: 10 }, () => [end(), end()] as const);
    const ask = () => {
      for (const [from, to] of pairs) new Reachability(cluster, options).can(from, to, HTTP);
    };
    rounds.push(shortestOf(() => processorTime(ask)) / pairs.length);
  }
  return median(rounds);
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
