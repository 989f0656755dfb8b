import { readSeverities, type SeverityOverrides } from '../analysis/diagnostics/severity.ts';

/** The client's settings that concern the server: section `knet`. */
export interface Settings {
  /** `knet.severity`: code of a check to `error`, `warning`, `information` or `off`. */
  readonly severities: SeverityOverrides;
}

export const DEFAULT_SETTINGS: Settings = { severities: {} };

/** Reads the section as a client sends it; what is missing or makes no sense is the default. */
export function readSettings(section: unknown): Settings {
  const object = typeof section === 'object' && section !== null ? (section as Record<string, unknown>) : {};
  return { severities: readSeverities(object.severity) };
}
