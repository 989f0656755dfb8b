/// <reference types="node" />
import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { casesIn, differences } from './connectivity.ts';

/** `npm run connectivity -- FOLDER…`: holds `knet reach` against folders of manifests with an `expected.txt`. */
const folders = process.argv.slice(2);
if (folders.length === 0) {
  console.error('say which folders: npm run connectivity -- FOLDER…');
  process.exit(2);
}
let [agreed, failed] = [0, 0];
for (const folder of folders) {
  if (!existsSync(folder)) {
    console.log(`SKIPPED: there is no folder ${folder}`);
    continue;
  }
  for (const one of casesIn(resolve(folder))) {
    const found = await differences(one).catch((error: unknown) => [`! ${error}`]);
    if (found.length === 0) agreed++;
    else failed++;
    if (found.length > 0) console.log(`${basename(one)}\n${found.map((line) => `  ${line}`).join('\n')}`);
  }
}
console.log(`${agreed} agree, ${failed} differ`);
process.exitCode = failed > 0 ? 1 : 0;
