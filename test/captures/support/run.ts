/// <reference types="node" />
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { probesOf, tablesOf } from './folder.ts';
import { probeDifferences } from './probes.ts';
import { tableDifferences } from './tables.ts';

/** `npm run captures -- FOLDER…`: holds knet's tables and traces against what real machines showed. */
const folders = process.argv.slice(2);
const missing = folders.filter((folder) => !existsSync(folder));
if (folders.length === 0 || missing.length > 0) {
  console.error(missing.length > 0 ? `there is no folder ${missing[0]}` : 'say which: npm run captures -- FOLDER…');
  process.exit(2);
}
let failed = 0;
let agreed = 0;
for (const folder of folders.map((one) => resolve(one))) {
  for (const table of tablesOf(folder)) await tell(table.name, tableDifferences(table));
  for (const probe of probesOf(folder)) await tell(probe.name, probeDifferences(probe));
}
console.log(`${agreed} agree, ${failed} differ`);
process.exitCode = failed > 0 ? 1 : 0;

async function tell(name: string, asked: Promise<string[]>): Promise<void> {
  const found = await asked.catch((error: unknown) => [`! ${error}`]);
  if (found.length === 0) agreed++;
  else failed++;
  console.log(
    [`${found.length === 0 ? 'agrees' : 'DIFFERS'}  ${name}`, ...found.map((line) => `  ${line}`)].join('\n'),
  );
}
