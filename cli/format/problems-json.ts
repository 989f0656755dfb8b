import type { Problem } from '../../analysis/diagnostics/problem.ts';
import type { Severity } from '../../network/checks/diagnostic.ts';
import { type JsonPlace, jsonPlace, type Show } from './places.ts';

/** What `knet check --format json` prints: `docs/schemas/check.schema.json`. Lines and columns count from 1. */
export interface CheckReport {
  readonly diagnostics: readonly JsonDiagnostic[];
  readonly summary: Summary;
}

export interface Summary {
  readonly errors: number;
  readonly warnings: number;
}

interface JsonDiagnostic extends JsonPlace {
  readonly endLine: number;
  readonly endColumn: number;
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
  readonly related: readonly (JsonPlace & { readonly message: string })[];
  /** Titles of the repairs that an editor offers. */
  readonly fixes: readonly string[];
}

/** All findings as data, with their sums. */
export function checkReport(problems: readonly Problem[], show: Show): CheckReport {
  return { diagnostics: problems.map((problem) => jsonDiagnostic(problem, show)), summary: summaryOf(problems) };
}

/** How many errors and warnings there are; information counts as neither. */
export function summaryOf(problems: readonly Problem[]): Summary {
  const having = (severity: Severity) => problems.filter((problem) => problem.severity === severity).length;
  return { errors: having('error'), warnings: having('warning') };
}

function jsonDiagnostic(problem: Problem, show: Show): JsonDiagnostic {
  const { end } = problem.range;
  return {
    ...jsonPlace(problem, show),
    endLine: end.line + 1,
    endColumn: end.character + 1,
    severity: problem.severity,
    code: problem.code,
    message: problem.message,
    related: problem.related.map((one) => ({ ...jsonPlace(one, show), message: one.message })),
    fixes: problem.fixes.map(({ title }) => title),
  };
}
