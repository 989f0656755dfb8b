import { type Place, resolveOrigins } from '../../analysis/places.ts';
import type { TraceResult } from '../../network/trace/result.ts';

/** Where a rule was declared; line and column from 1. */
export interface JsonOrigin {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What `knet trace --format json` prints: `docs/schemas/trace.schema.json`. */
export function traceReport(result: TraceResult<Place>, show: (uri: string) => string): TraceResult<JsonOrigin> {
  return resolveOrigins(result, ({ uri, range: { start } }) => ({
    file: show(uri),
    line: start.line + 1,
    column: start.character + 1,
  }));
}
