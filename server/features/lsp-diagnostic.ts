import { type Diagnostic, DiagnosticSeverity, type DiagnosticTag } from 'vscode-languageserver';
import type { Problem } from '../../analysis/diagnostics/problem.ts';
import type { Session } from '../session.ts';

const SEVERITY = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
} as const;

/** Codes whose place is shown faded: it could go without changing anything. */
const UNNECESSARY: ReadonlySet<string> = new Set(['UNUSED', 'NP-SHADOWED']);
const UNNECESSARY_TAG: DiagnosticTag = 1;

/** A problem as editors are told of it. */
export function lspDiagnostic({ range, severity, code, message, related }: Problem, session: Session): Diagnostic {
  const { docs } = session.initializationOptions;
  return {
    range,
    severity: SEVERITY[severity],
    code,
    ...(docs !== undefined && { codeDescription: { href: `${docs}/${code}.md` } }),
    source: 'knet',
    message,
    ...(UNNECESSARY.has(code) && { tags: [UNNECESSARY_TAG] }),
    ...(related.length > 0 && {
      relatedInformation: related.map((one) => ({
        location: { uri: session.spelled(one.uri), range: one.range },
        message: one.message,
      })),
    }),
  };
}
