/// <reference types="node" />
/* Writes docs/services.md: asks the kernel first, where a lab is possible, then the model: `npm run services`. */
import { writeFileSync } from 'node:fs';
import { reportText } from '../../../lab/verify/text.ts';
import type { Verified } from '../../network/kubernetes/table/table.ts';
import { KERNEL_MODES, verifyTable } from './services.ts';
import { obstacle } from './where.ts';

if (obstacle === undefined) {
  const record: Record<string, readonly boolean[]> = {} satisfies Verified;
  for (const mode of KERNEL_MODES) {
    const { report, verified } = await verifyTable(mode);
    const open = report.findings.filter(({ status }) => status !== 'verified');
    if (report.failure || open.length > 0) console.log(reportText({ ...report, findings: open }, mode));
    record[mode] = verified;
  }
  const text = JSON.stringify(record, null, 2);
  writeFileSync(new URL('../../network/kubernetes/table/verified.json', import.meta.url), `${text}\n`);
} else console.log(`the marks of the kernel stay as they are: ${obstacle}`);
await import('../../network/kubernetes/table/write.ts');
