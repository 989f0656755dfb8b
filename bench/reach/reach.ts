import { ms, table, times } from '../measure.ts';
import { largeCluster, type Size } from './cluster.ts';
import { type Measured, measure } from './measured.ts';

const SIZES: readonly Size[] = [
  { pods: 10_000, workloads: 1_000, policies: 500, namespaces: 50 },
  { pods: 50_000, workloads: 5_000, policies: 2_500, namespaces: 100 },
  { pods: 150_000, workloads: 10_000, policies: 5_000, namespaces: 200 },
];

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
      'eleven ports',
      'all ports',
      'another policy',
      'of it',
      'another port in a rule',
      'one question',
      'of it',
      'naive',
    ],
    rows,
  );
  table('What it takes', ['', 'classes', 'kinds of ports', 'rows that differ', 'process, all matrices held'], memory);
}

const sizeWords = ({ pods, workloads, policies }: Size) => `${pods} in ${workloads}, ${policies}`;

function rowOf(size: Size, { floor, onePort, eleven, all, edit, portEdit, question, naive }: Measured): string[] {
  const passes = (value: number) => times(value / floor);
  const part = (value: number) => `1/${Math.round(all / value)}`;
  return [
    sizeWords(size),
    ms(floor),
    `${passes(onePort)} (${ms(onePort)})`,
    `${passes(eleven)} (${ms(eleven)})`,
    `${passes(all)} (${ms(all)})`,
    `${edit.toFixed(1)} ms`,
    part(edit),
    part(portEdit),
    `${(question * 1000).toFixed(0)} µs`,
    part(question),
    `${(naive / all).toFixed(0)}x all ports`,
  ];
}
