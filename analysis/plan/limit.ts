/** One thing that bounds how many more fit. */
export interface Limit {
  /** "node ranges of /24 in 10.244.0.0/16". */
  readonly what: string;
  readonly more: number;
}

/** How many more fit, and what bounds them: null where nothing in the model does. */
export function tightest(limits: readonly Limit[]): number | null {
  return limits.length === 0 ? null : Math.max(0, Math.min(...limits.map(({ more }) => more)));
}
