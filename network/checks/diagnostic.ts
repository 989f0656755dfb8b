import type { Allocate } from '../topology/allocation.ts';
import type { Origin } from '../topology/origin.ts';
import type { Expect } from '../topology/question.ts';
import type { Topology } from '../topology/topology.ts';
import type { Judgement } from '../trace/expect.ts';

export type Severity = 'error' | 'warning' | 'information';

export interface Diagnostic {
  readonly code: string;
  readonly severity: Severity;
  /** In the domain's words; names both sides and the numbers. */
  readonly message: string;
  readonly origin: Origin;
  readonly related: readonly { readonly origin: Origin; readonly message: string }[];
  readonly fixes: readonly Fix[];
}

/** A repair as data; the reader that made the origins turns it into edits of its text. */
export interface Fix {
  readonly title: string;
  readonly changes: readonly Change[];
}

export type Change =
  /** Writes another value in the place of the one at `origin` (a literal, a name, a field's value). */
  | { readonly kind: 'set'; readonly origin: Origin; readonly value: string }
  /** Adds `field value` to the block of the declaration at `into`; the reader spells it and indents it. */
  | { readonly kind: 'insert'; readonly into: Origin; readonly field: string; readonly value: string }
  /** Removes the value, field or declaration at `origin`. */
  | { readonly kind: 'remove'; readonly origin: Origin };

/** What a check may ask. `stop` is polled by checks that take long: true when the text has moved on. */
export interface CheckContext {
  readonly topology: Topology;
  readonly allocate: Allocate;
  readonly stop: () => boolean;
  /** Whether a statement holds, where the caller keeps the answers; else the checks work it out themselves. */
  readonly verdictOf?: (expect: Expect) => Judgement;
}

/** One rule of the catalogue; its page is `docs/checks/<CODE>.md`. */
export interface Check {
  readonly code: string;
  readonly severity: Severity;
  /** A line for lists and SARIF. */
  readonly summary: string;
  /** True for what packets have to be followed for: it may take seconds, and comes after all others. */
  readonly slow?: true;
  run(context: CheckContext): Iterable<Diagnostic>;
}
