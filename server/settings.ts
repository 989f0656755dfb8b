import { readSeverities, type SeverityOverrides } from '../analysis/diagnostics/severity.ts';
import type { HintOptions } from '../analysis/hints/hint.ts';

/** The client's settings that concern the server: section `knet`. */
export interface Settings {
  /** `knet.severity`: code of a check to `error`, `warning`, `information` or `off`. */
  readonly severities: SeverityOverrides;
  /** `knet.inlayHints`: which hints are shown, all unless switched off. */
  readonly hints: HintOptions;
}

export const DEFAULT_SETTINGS: Settings = { severities: {}, hints: { ranges: true, services: true } };

/** Reads the section as a client sends it; what is missing or makes no sense is the default. */
export function readSettings(section: unknown): Settings {
  const object = objectOf(section);
  const { ranges, services } = objectOf(object.inlayHints);
  const hints = { ranges: ranges !== false, services: services !== false };
  return { severities: readSeverities(object.severity), hints };
}

const objectOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
