import type { Problem } from '../../analysis/diagnostics/problem.ts';
import type { Styles } from './colour.ts';
import { placeText, type Show } from './places.ts';
import type { Summary } from './problems-json.ts';

/** `file:line:column severity CODE message`, the related places indented below it. */
export function problemText(problem: Problem, show: Show, styles: Styles): string {
  const { severity, code, message, related } = problem;
  const head = `${styles.bold(placeText(problem, show))} ${styles.severity[severity](severity)} ${code} ${message}`;
  return [head, ...related.map((one) => `    ${styles.dim(placeText(one, show))} ${one.message}`)].join('\n');
}

/** `2 errors, 1 warning in 3 files`. */
export function summaryText({ errors, warnings }: Summary, files: number): string {
  const found = errors + warnings === 0 ? 'no errors' : `${count(errors, 'error')}, ${count(warnings, 'warning')}`;
  return `${found} in ${count(files, 'file')}`;
}

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;
