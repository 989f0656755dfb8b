/** A value that may be written at the cursor. */
export interface Proposal {
  readonly text: string;
  readonly kind: 'range' | 'address' | 'port' | 'label' | 'word';
  /** A few words beside the value: what it is, or whose. */
  readonly detail?: string;
  /** Markdown. */
  readonly documentation?: string;
}

/** Values in the order in which they are offered, and the stretch of text that one of them takes the place of. */
export interface Proposals {
  /** Offsets. */
  readonly start: number;
  readonly end: number;
  /** True where the line is complete without one: a list may go on, or not. */
  readonly optional: boolean;
  readonly list: readonly Proposal[];
}

export const NONE: readonly Proposal[] = [];

/** Each text once, the first of equal ones. */
export function unique(proposals: readonly Proposal[]): readonly Proposal[] {
  const seen = new Set<string>();
  return proposals.filter(({ text }) => !seen.has(text) && seen.add(text));
}

/** `65,536`. */
export const number = (value: number): string => value.toLocaleString('en');
