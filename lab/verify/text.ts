import { type Finding, type Report, type Status, summaryOf } from './report.ts';
import { differs, type TableFinding } from './tables.ts';

/** A report for people: a line for each packet, below it what differs, and the sums. `file` is the file as printed. */
export function reportText(report: Report, file: string): string {
  const { failure } = report;
  if (failure?.kind === 'not-run') return `${file}: could not run: ${failure.reason}\n`;
  if (failure) return `${file}: the kernel refuses the modelled state\n${indented(failure.reason)}\n`;
  const told = [
    ...(report.tables ?? []).map((table) => tableText(table, file)),
    ...report.findings.map((finding) => findingText(finding, file)),
  ];
  return `${told.join('')}${sumsText(report)}\n`;
}

/** What a speaker of BGP has written, against the model's table. */
function tableText(table: TableFinding, file: string): string {
  const { netns, routes, difference } = table;
  const lines = [
    `${file} ${netns}: ${WORDS[differs(table) ? 'mismatch' : 'verified']}, ${routes} routes learnt by BIRD`,
    ...difference.missing.map((line) => `    only in the model:  ${line}`),
    ...difference.extra.map((line) => `    only in the kernel: ${line}`),
  ];
  return `${lines.join('\n')}\n`;
}

const WORDS: Readonly<Record<Status, string>> = {
  verified: 'verified',
  mismatch: 'MISMATCH',
  unsupported: 'unsupported',
  undecided: 'undecided by the model',
  untaken: 'never taken',
};

function findingText(
  { question, packet, status, reason, frames, hops, chance, difference }: Finding,
  file: string,
): string {
  const what = `${file}:${question.line} ${question.kind} ${question.text}${packet ? ` (${packet})` : ''}`;
  const count = status === 'verified' ? `, ${frames} frames in ${hops} hops` : '';
  const often = chance ? `, by ${chance.taken} of ${chance.sent} packets` : '';
  const lines = [
    `${what}: ${WORDS[status]}${count}${often}${reason ? `: ${reason}` : ''}`,
    ...(difference?.missing ?? []).map((line) => `    only in the trace:   ${line}`),
    ...(difference?.extra ?? []).map((line) => `    only in the capture: ${line}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** `12 verified (80 frames in 31 hops), 0 mismatched`, and what could not be looked at. */
export function sumsText(report: Report): string {
  const { verified, mismatch, unsupported, undecided, untaken, frames, hops } = summaryOf(report);
  const rest = [
    ...(unsupported > 0 ? [`${unsupported} unsupported`] : []),
    ...(untaken > 0 ? [`${untaken} never taken`] : []),
    ...(undecided > 0 ? [`${undecided} undecided by the model`] : []),
  ];
  return [`${verified} verified (${frames} frames in ${hops} hops)`, `${mismatch} mismatched`, ...rest].join(', ');
}

const indented = (text: string) => text.replace(/^/gm, '    ');
