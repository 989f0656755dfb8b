import type { Status, summaryOf } from '../../../lab/verify/report.ts';
import type { LabModel } from './models.ts';

export type Sums = ReturnType<typeof summaryOf>;

const COLUMNS: readonly (Status | 'frames' | 'hops')[] = [
  'verified',
  'hops',
  'frames',
  'mismatch',
  'unsupported',
  'undecided',
];

/** A model may leave something to chance; the generated ones do not. */
const MODEL_COLUMNS = [...COLUMNS, 'untaken'] as const;

/** The row of a model in docs/conformance.md. */
export function modelRow({ name, file }: LabModel, sums: Sums): string {
  return `| ${name} | \`${file}\` | ${MODEL_COLUMNS.map((column) => sums[column]).join(' | ')} |`;
}

export const modelHead = [
  '| model | file | packets verified | hops | frames | mismatched | unsupported | undecided by the model | never taken |',
  '|---|---|---|---|---|---|---|---|---|',
];

/** Results of generated models, by backend. */
export interface Tally {
  models: number;
  faults: number;
  readonly sums: Sums;
}

export const emptyTally = (): Tally => ({
  models: 0,
  faults: 0,
  sums: { verified: 0, mismatch: 0, unsupported: 0, undecided: 0, untaken: 0, frames: 0, hops: 0 },
});

export function addTo(tally: Tally, sums: Sums, faulty: boolean): void {
  tally.models++;
  if (faulty) tally.faults++;
  for (const column of COLUMNS) tally.sums[column] += sums[column];
}

export const generatedHead = [
  '| backend | models | with a fault | packets verified | hops | frames | mismatched | unsupported | undecided by the model |',
  '|---|---|---|---|---|---|---|---|---|',
];

export function generatedRow(backend: string, { models, faults, sums }: Tally): string {
  return `| ${backend} | ${models} | ${faults} | ${COLUMNS.map((column) => sums[column]).join(' | ')} |`;
}
