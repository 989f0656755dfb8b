import type { Range } from 'vscode-languageserver-types';
import type { Hop, Step, TracePath, TraceResult } from '../network/trace/result.ts';

/** A place in a file; lines and columns from 0, as the Language Server Protocol counts. */
export interface Place {
  readonly uri: string;
  readonly range: Range;
}

/**
 * The trace with every origin turned into what `resolve` makes of it. An origin that resolves to nothing (a default,
 * what knet adds by itself) is left out.
 */
export function resolveOrigins<O, P>(result: TraceResult<O>, resolve: (origin: O) => P | undefined): TraceResult<P> {
  const step = (one: Step<O>): Step<P> => {
    if (!('origin' in one)) return one as Step<P>;
    const { origin, ...rest } = one;
    const place = origin && resolve(origin);
    return (place === undefined ? rest : { ...rest, origin: place }) as Step<P>;
  };
  const hops = (list: readonly Hop<O>[]): Hop<P>[] => list.map((hop) => ({ ...hop, steps: hop.steps.map(step) }));
  const { lookup, ...rest } = result;
  const paths = result.paths.map((path) => resolvePath(path, hops));
  return { ...rest, paths, ...(lookup && { lookup: { ...lookup, trace: resolveOrigins(lookup.trace, resolve) } }) };
}

function resolvePath<O, P>(path: TracePath<O>, hops: (list: readonly Hop<O>[]) => Hop<P>[]): TracePath<P> {
  const { forward, reply, error, ...rest } = path;
  return {
    ...rest,
    forward: hops(forward),
    ...(reply && { reply: hops(reply) }),
    ...(error && { error: hops(error) }),
  };
}
