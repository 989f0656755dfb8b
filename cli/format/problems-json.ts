import type { Problem } from '../../analysis/diagnostics/problem.ts';
import type { Severity } from '../../network/checks/diagnostic.ts';

/** What `knet check --format json` prints: `docs/schemas/check.schema.json`. Lines and columns count from 1. */
export interface CheckReport {
  readonly diagnostics: readonly JsonDiagnostic[];
  readonly summary: Summary;
}

export interface Summary {
  readonly errors: number;
  readonly warnings: number;
}

interface JsonDiagnostic {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
  readonly related: readonly {
    readonly file: string;
    readonly line: number;
    readonly column: number;
    readonly message: string;
  }[];
  /** Titles of the repairs that an editor offers. */
  readonly fixes: readonly string[];
}

export function checkReport(problems: readonly Problem[], show: (uri: string) => string): CheckReport {
  return { diagnostics: problems.map((problem) => jsonDiagnostic(problem, show)), summary: summaryOf(problems) };
}

export function summaryOf(problems: readonly Problem[]): Summary {
  const having = (severity: Severity) => problems.filter((problem) => problem.severity === severity).length;
  return { errors: having('error'), warnings: having('warning') };
}

function jsonDiagnostic(problem: Problem, show: (uri: string) => string): JsonDiagnostic {
  const { start, end } = problem.range;
  return {
    file: show(problem.uri),
    line: start.line + 1,
    column: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
    severity: problem.severity,
    code: problem.code,
    message: problem.message,
    related: problem.related.map(({ uri, range, message }) => ({
      file: show(uri),
      line: range.start.line + 1,
      column: range.start.character + 1,
      message,
    })),
    fixes: problem.fixes.map(({ title }) => title),
  };
}
