import type { Difference } from './compare.ts';
import type { Question } from './questions.ts';
import { differs, type TableFinding } from './tables.ts';

/** `untaken`: of the ways that chance may take, one that it never took. */
export type Status = 'verified' | 'mismatch' | 'unsupported' | 'undecided' | 'untaken';

/** What became of one way that a packet of a question may go. */
export interface Finding {
  readonly question: Question;
  /** `10.244.0.10 > 10.244.1.10 ICMP`, where the path says what is sent. */
  readonly packet?: string;
  readonly status: Status;
  readonly reason?: string;
  /** Frames that were compared, and the namespaces they were in. */
  readonly frames: number;
  readonly hops: number;
  /** Where chance decides: how often the packet was sent, and how often it went this way. */
  readonly chance?: { readonly sent: number; readonly taken: number };
  readonly difference?: Difference;
}

export interface Report {
  readonly findings: readonly Finding[];
  /** Where BGP is spoken in the lab: what each speaker has written. */
  readonly tables?: readonly TableFinding[];
  /** Why there could be no lab at all. */
  readonly failure?: { readonly kind: 'not-run' | 'refused'; readonly reason: string };
}

/** Exit code of `knet lab verify`: a mismatch weighs more than what could not be looked at. */
export function exitCodeOf({ findings, tables, failure }: Report): 0 | 1 | 3 {
  if (failure) return failure.kind === 'refused' ? 1 : 3;
  if (tables?.some(differs) || findings.some(({ status }) => status === 'mismatch')) return 1;
  return findings.some(({ status }) => status === 'verified') ? 0 : 3;
}

/** A table that differs is a mismatch like a packet that does. */
export function summaryOf({ findings, tables = [] }: Report): Record<Status | 'frames' | 'hops', number> {
  const count = (status: Status) => findings.filter((one) => one.status === status).length;
  const verified = findings.filter(({ status }) => status === 'verified');
  return {
    verified: count('verified'),
    mismatch: count('mismatch') + tables.filter(differs).length,
    unsupported: count('unsupported'),
    undecided: count('undecided'),
    untaken: count('untaken'),
    frames: verified.reduce((sum, { frames }) => sum + frames, 0),
    hops: verified.reduce((sum, { hops }) => sum + hops, 0),
  };
}
