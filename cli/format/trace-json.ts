import { type Place, resolveOrigins } from '../../analysis/places.ts';
import type { TraceResult } from '../../network/trace/result.ts';
import { type JsonPlace, jsonPlace, type Show } from './places.ts';

/** What `knet trace --format json` prints: `docs/schemas/trace.schema.json`. */
export function traceReport(result: TraceResult<Place>, show: Show): TraceResult<JsonPlace> {
  return resolveOrigins(result, (place) => jsonPlace(place, show));
}
