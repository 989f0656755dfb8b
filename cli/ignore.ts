import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The file that says what a search of its folder passes over. */
const FILE = '.knetignore';

/**
 * Which entries of a folder a search passes over, as its `.knetignore` says: a name a line, `*` for any part of it, `#` for
 * a comment. It speaks of its own folder only, so that one look at a folder tells what is searched in it.
 */
export async function ignoredIn(folder: string): Promise<(name: string) => boolean> {
  const text = await readFile(join(folder, FILE), 'utf8').catch(() => '');
  const patterns = text
    .split(/\r?\n/)
    .map((line) => line.trim().replace(/\/$/, ''))
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map(patternOf);
  return (name) => patterns.some((pattern) => pattern.test(name));
}

function patternOf(line: string): RegExp {
  const parts = line.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}
