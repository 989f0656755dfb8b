import type { Problem } from '../../analysis/diagnostics/problem.ts';
import type { Severity } from '../../network/checks/diagnostic.ts';
import { placeText, type Show } from './places.ts';

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', information: 'notice' };

/**
 * A workflow command of GitHub Actions, which shows the finding at its line of a pull request:
 * docs.github.com/actions/reference/workflow-commands-for-github-actions. Lines and columns count from 1.
 */
export function githubAnnotation(problem: Problem, show: Show): string {
  const { uri, range, severity, code, message, related } = problem;
  const { start, end } = range;
  // Columns of an annotation are those of one line.
  const columns = start.line === end.line ? { col: start.character + 1, endColumn: end.character + 1 } : {};
  const properties = {
    file: show(uri),
    line: start.line + 1,
    endLine: end.line + 1,
    ...columns,
    title: `knet ${code}`,
  };
  const list = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  const text = [message, ...related.map((one) => `${placeText(one, show)}: ${one.message}`)].join('\n');
  return `::${COMMANDS[severity]} ${list.join(',')}::${escapeData(text)}`;
}

const escapeData = (text: string) => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const escapeProperty = (text: string) => escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
