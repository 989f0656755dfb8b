import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './paths.mjs';

/** The folders, `node_modules/…`, of the packages that went into a bundle, by what esbuild says it read. */
function packagesOf(metafile) {
  const inputs = Object.keys(metafile.inputs);
  return inputs.flatMap((path) => path.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0] ?? []);
}

async function noticeOf(folder) {
  const { name, version, license } = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8'));
  const file = (await readdir(join(root, folder))).find((one) => /^licen[cs]e/i.test(one));
  const text = file ? (await readFile(join(root, folder, file), 'utf8')).trim() : '';
  return `${name} ${version} (${license})\n\n${text}\n`;
}

/** Writes the licences of all that is bundled, as those licences demand of whoever passes it on. */
export async function writeNotices(metafiles, outfile) {
  const folders = [...new Set(metafiles.flatMap(packagesOf))].sort();
  const named = folders.filter((folder) => existsSync(join(root, folder, 'package.json')));
  const notices = await Promise.all(named.map(noticeOf));
  await writeFile(join(root, outfile), notices.join(`\n${'-'.repeat(80)}\n\n`));
}
