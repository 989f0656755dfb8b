import type { Origin, Sourced } from '../../topology/origin.ts';
import type { Change, Check, Diagnostic } from '../diagnostic.ts';

/** What a check says of one finding; its code and severity come from the check. */
export type Found = Pick<Diagnostic, 'message' | 'origin'> &
  Partial<Pick<Diagnostic, 'related' | 'fixes' | 'severity'>>;

/** What a check has found, as its diagnostic. */
export function diagnostic(check: Pick<Check, 'code' | 'severity'>, found: Found): Diagnostic {
  return { code: check.code, severity: check.severity, related: [], fixes: [], ...found };
}

/** Whether anybody has said it. */
export function isWritten(origin: Origin): boolean {
  return origin.reader !== 'none';
}

/** Where a value is said; a default is said by nobody, so its owner stands for it. */
export function placeOf(value: Sourced<unknown>, owner: { readonly origin: Origin }): Origin {
  return isWritten(value.origin) ? value.origin : owner.origin;
}

/** Writes another value: in place of the literal, or as a field of its owner where the value is a default. */
export function setOrInsert(
  old: Sourced<unknown>,
  owner: { readonly origin: Origin },
  field: string,
  value: string,
): Change {
  if (isWritten(old.origin)) return { kind: 'set', origin: old.origin, value };
  return { kind: 'insert', into: owner.origin, field, value };
}
