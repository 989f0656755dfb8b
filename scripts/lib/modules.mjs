import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './paths.mjs';
import { npm } from './run.mjs';

/** The packages of a lock file by their folder, or undefined when there is no such file. */
async function packagesIn(name) {
  const text = await readFile(join(root, name), 'utf8').catch(() => undefined);
  return text && JSON.parse(text).packages;
}

/** Whether what is installed is what the lock file says. Packages for other platforms are optional and not installed. */
export function fits(locked, installed) {
  return Object.entries(locked).every(([folder, { version, optional }]) => {
    const there = installed[folder];
    return folder === '' || (there ? there.version === version : optional === true);
  });
}

/**
 * Installs the libraries when they are missing, incomplete or not the lock file's. npm writes `.package-lock.json` as
 * its last act, so an installation that was broken off has none, or an old one.
 */
export async function ensureModules({ log = console.log } = {}) {
  const installed = await packagesIn('node_modules/.package-lock.json');
  if (installed && fits(await packagesIn('package-lock.json'), installed)) return;
  log(installed ? 'Other libraries than the lock file says are installed: npm ci' : 'Installing the libraries: npm ci');
  await npm(['ci', '--no-audit', '--no-fund', '--loglevel=error']);
}
