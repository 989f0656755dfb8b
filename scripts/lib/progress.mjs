import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

const everyMs = 3000;

/**
 * Does `work` while telling, now and then, how much has arrived in `dir`: npm is silent without a terminal, and
 * 600 MB on a slow line look like a hang.
 */
export async function withProgress({ title, dir, log }, work) {
  let ended = false;
  let timer;
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  const tell = async () => {
    const size = await folderSize(dir);
    if (ended) return;
    log(`  ${title}: ${size} MB, ${seconds()} s`);
    timer = setTimeout(tell, everyMs);
  };
  timer = setTimeout(tell, everyMs);
  try {
    return await work();
  } finally {
    ended = true;
    clearTimeout(timer);
    log(`  ${title}: ready after ${seconds()} s`);
  }
}

/** Size of all files under `dir` in MB (10^6 bytes), rounded. Files that vanish while we count are not counted. */
export async function folderSize(dir) {
  return Math.round((await bytesUnder(dir)) / 1e6);
}

async function bytesUnder(dir) {
  let bytes = 0;
  for (const entry of await readdir(dir, { withFileTypes: true }).catch(() => [])) {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) bytes += await bytesUnder(path);
    else bytes += (await lstat(path).catch(() => undefined))?.size ?? 0;
  }
  return bytes;
}
