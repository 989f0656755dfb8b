/** Where a verb writes and what it may do there. Data goes to `out`, messages to `err`. */
export interface Io {
  out(text: string): void;
  err(text: string): void;
  /**
   * Waits until what went to `out` is taken, so that a long answer does not pile up; false once nobody reads any more, as when
   * `head` has seen enough.
   */
  taken?(): Promise<boolean>;
  /** Colours make sense on `out`. */
  readonly colour: boolean;
  /** Somebody watches `err`: progress makes sense there. */
  readonly interactive: boolean;
  /** Absolute path against which paths are read and printed. */
  readonly cwd: string;
}

/** Exit codes of every verb. A trace that dies is an answer: 0. */
export const EXIT = {
  ok: 0,
  /** `check` found errors (`--strict`: or warnings). */
  findings: 1,
  /** Wrong usage, or a mistake of knet's own. */
  failure: 2,
} as const;

/** Wrong usage, told without a stack trace. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
