import type { Diagnostic } from '../../network/checks/diagnostic.ts';
import { nearest } from '../nearest.ts';
import { originOf } from '../origins.ts';
import type { Value } from '../text/value.ts';

/** The first field that the API does not know, as a diagnostic with what was probably meant. */
export function foreignField(
  value: Value | undefined,
  known: readonly string[],
  what: string,
): Omit<Diagnostic, 'related'> | undefined {
  const entries = value?.entries() ?? [];
  const found = entries.find(({ key }) => !known.includes(key));
  if (!value || !found) return undefined;
  const free = known.filter((name) => !entries.some(({ key }) => key === name));
  const meant = nearest(found.key, free);
  const origin = originOf(value.document, found.keyNode);
  const message = `${found.key} is no field of ${what}${meant ? `: did you mean ${meant}?` : `, which has ${known.join(', ')}`}`;
  const fixes = meant ? [{ title: `Write ${meant}`, changes: [{ kind: 'set' as const, origin, value: meant }] }] : [];
  return { code: 'UNKNOWN-FIELD', severity: 'error', message, origin, fixes };
}
