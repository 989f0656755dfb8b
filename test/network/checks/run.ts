import { CHECKS } from '../../../network/checks/catalogue.ts';
import type { Change, Diagnostic } from '../../../network/checks/diagnostic.ts';
import { allocator } from '../../../network/topology/allocate.ts';
import type { Topology } from '../../../network/topology/topology.ts';
import { textOf } from '../topology/builders.ts';

/** Errors and warnings of a topology, or whatever has one of the given codes. */
export function diagnose(topology: Topology, ...codes: string[]): Diagnostic[] {
  const context = { topology, allocate: allocator(topology), stop: () => false };
  const checks = CHECKS.filter(({ code, severity }) =>
    codes.length === 0 ? severity !== 'information' : codes.includes(code),
  );
  return checks.flatMap((check) => [...check.run(context)]);
}

/** A diagnostic as a test reads it: `CODE at place: message (related; related) [fix: change, change]`. */
export function summary({ code, origin, message, related, fixes }: Diagnostic): string {
  const others = related.length > 0 ? ` (${related.map((one) => textOf(one.origin)).join('; ')})` : '';
  const repairs = fixes.map((fix) => ` [${fix.title}: ${fix.changes.map(change).join(', ')}]`).join('');
  return `${code} at ${textOf(origin)}: ${message}${others}${repairs}`;
}

function change(change: Change): string {
  if (change.kind === 'set') return `${textOf(change.origin)} -> ${change.value}`;
  if (change.kind === 'insert') return `${textOf(change.into)} + ${change.field} ${change.value}`;
  return `${textOf(change.origin)} removed`;
}
