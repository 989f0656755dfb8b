import * as language from '../language/origins.ts';
import * as manifests from '../manifests/origins.ts';
import type { Origin } from '../network/topology/origin.ts';

export type { SourceRange } from '../language/origins.ts';

/** What to underline, in whichever kind of file it was said; undefined for what nobody wrote. */
export function rangeOf(origin: Origin): language.SourceRange | undefined {
  return origin.reader === 'yaml' ? manifests.rangeOf(origin) : language.rangeOf(origin);
}

/** The whole declaration, or the whole field of a value. */
export function declarationRangeOf(origin: Origin): language.SourceRange | undefined {
  return origin.reader === 'yaml' ? manifests.declarationRangeOf(origin) : language.declarationRangeOf(origin);
}
