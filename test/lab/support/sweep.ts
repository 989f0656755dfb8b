/// <reference types="node" />
/*
 * Verifies generated models one after the other and prints what differs: `npx node test/lab/support/sweep.ts [first] [count]`.
 * With `-v` every model that has a mismatch is printed too.
 */
import process from 'node:process';
import { reportText, sumsText } from '../../../lab/verify/text.ts';
import { generate } from './generate.ts';
import { verifyText } from './verify-text.ts';

const numbers = process.argv
  .slice(2)
  .filter((word) => /^\d+$/.test(word))
  .map(Number);
const [first = 0, count = 10] = numbers;
for (let seed = first; seed < first + count; seed++) {
  const model = generate(seed);
  const report = await verifyText(model.text);
  const wrong = report.failure || report.findings.some(({ status }) => status === 'mismatch');
  console.log(`seed ${seed} ${model.backend} ${model.fault ?? ''}: ${report.failure?.reason ?? sumsText(report)}`);
  if (wrong && process.argv.includes('-v')) console.log(model.text);
  if (wrong) {
    const findings = report.findings.filter(({ status }) => status === 'mismatch');
    console.log(reportText({ ...report, findings }, `seed-${seed}`));
  }
}
