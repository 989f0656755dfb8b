import type { Severity } from '../../network/checks/diagnostic.ts';
import type { Problem } from './problem.ts';

/** What a user makes of a code: another severity, or `off`. */
export type SeverityOverrides = Readonly<Record<string, Severity | 'off'>>;

const ALLOWED: readonly unknown[] = ['error', 'warning', 'information', 'off'];

/** Reads a setting that anyone may have written anything into; what makes no sense changes nothing. */
export function readSeverities(setting: unknown): SeverityOverrides {
  if (typeof setting !== 'object' || setting === null) return {};
  const entries = Object.entries(setting).filter(([, severity]) => ALLOWED.includes(severity));
  return Object.fromEntries(entries) as SeverityOverrides;
}

/** The problem as severe as the user will have it; undefined where its check is switched off. */
export function withSeverity(problem: Problem, overrides: SeverityOverrides): Problem | undefined {
  const wanted = Object.hasOwn(overrides, problem.code) ? overrides[problem.code] : undefined;
  if (wanted === 'off') return undefined;
  return wanted === undefined ? problem : { ...problem, severity: wanted };
}
