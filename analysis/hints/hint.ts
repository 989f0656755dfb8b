/** Words that an editor shows behind a line though nobody wrote them. */
export interface Hint {
  /** Offset in the text: the end of a line, where it moves nothing that somebody wrote. */
  readonly at: number;
  readonly text: string;
  /** What the pointer shows. */
  readonly more?: string;
}

/** Which hints are shown. */
export interface HintOptions {
  readonly ranges: boolean;
  readonly services: boolean;
}

/** `4,091`; sizes of IPv6 ranges as powers of two, in which people think of them. */
export function count(value: number): string {
  return value >= 2 ** 40 ? `2^${Math.round(Math.log2(value))}` : value.toLocaleString('en');
}
