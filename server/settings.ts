import { readSeverities, type SeverityOverrides } from '../analysis/diagnostics/severity.ts';
import type { HintOptions } from '../analysis/hints/hint.ts';

/** The client's settings that concern the server: section `knet`. */
export interface Settings {
  /** `knet.severity`: code of a check to `error`, `warning`, `information` or `off`. */
  readonly severities: SeverityOverrides;
  /** `knet.inlayHints`: which hints are shown, all unless switched off. */
  readonly hints: HintOptions;
  /** `knet.codeLens.enabled`: whether a line above each `trace` and `expect` says what became of it. */
  readonly lenses: boolean;
}

export const DEFAULT_SETTINGS: Settings = { severities: {}, hints: { ranges: true, services: true }, lenses: true };

/** Reads the section as a client sends it; what is missing or makes no sense is the default. */
export function readSettings(section: unknown): Settings {
  const object = objectOf(section);
  const { ranges, services } = objectOf(object.inlayHints);
  const hints = { ranges: ranges !== false, services: services !== false };
  return { severities: readSeverities(object.severity), hints, lenses: objectOf(object.codeLens).enabled !== false };
}

const objectOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
