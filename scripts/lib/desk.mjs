import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheDir, root } from './paths.mjs';

/**
 * The folder with the settings and the state of this checkout's editor. Each checkout has its own, as two clones must
 * not show each other's extension; those of checkouts that are gone are removed.
 */
export async function openDesk(cache = cacheDir(), checkout = root) {
  await mkdir(cache, { recursive: true });
  await removeAbandoned(cache);
  const desk = join(cache, `desk-${createHash('sha256').update(checkout).digest('hex').slice(0, 12)}`);
  await mkdir(desk, { recursive: true });
  await writeFile(join(desk, 'checkout'), checkout);
  return desk;
}

async function removeAbandoned(cache) {
  const desks = (await readdir(cache)).filter((name) => name.startsWith('desk-'));
  for (const name of desks) {
    const checkout = await readFile(join(cache, name, 'checkout'), 'utf8').catch(() => '');
    if (!existsSync(checkout)) await rm(join(cache, name), { recursive: true, force: true });
  }
}
