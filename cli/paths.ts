import { lstat, readdir, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { URI } from 'langium';
import { ignoredIn } from './ignore.ts';
import { UsageError } from './io.ts';

/** Folders that hold no models of the person who asks. */
const PASSED_OVER = new Set(['node_modules', 'dist', 'out']);

/** The `.knet` files that the paths mean: files as they are, folders searched, each file once, in order. */
export async function knetFiles(paths: readonly string[], cwd: string): Promise<string[]> {
  const files = new Set<string>();
  for (const path of paths) {
    const absolute = resolve(cwd, path);
    const info = await stat(absolute).catch(() => undefined);
    if (!info) throw new UsageError(`there is no ${path}`);
    const found = info.isDirectory() ? await search(absolute) : [absolute];
    if (found.length === 0) throw new UsageError(`no .knet file in ${path}`);
    for (const file of found) files.add(file);
  }
  return [...files];
}

async function search(folder: string): Promise<string[]> {
  const found: string[] = [];
  const isIgnored = await ignoredIn(folder);
  const names = (await readdir(folder)).sort();
  for (const name of names) {
    if (isIgnored(name)) continue;
    const path = join(folder, name);
    // Links are not followed: a link to a folder above would never end.
    const info = await lstat(path);
    if (info.isDirectory() && !name.startsWith('.') && !PASSED_OVER.has(name)) found.push(...(await search(path)));
    else if (info.isFile() && name.endsWith('.knet')) found.push(path);
  }
  return found;
}

/** A file as it is printed: relative where it lies below the current folder, with `/` everywhere. */
export function shownPath(uri: string, cwd: string): string {
  const path = URI.parse(uri).fsPath;
  const short = relative(cwd, path);
  const shown = short === '' || short.startsWith('..') || isAbsolute(short) ? path : short;
  return sep === '/' ? shown : shown.replaceAll(sep, '/');
}
