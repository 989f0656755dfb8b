import { lstat, readdir, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { URI } from 'langium';
import { isManifestPath } from '../analysis/manifests/search.ts';
import { ignoredIn } from './ignore.ts';
import { UsageError } from './io.ts';

/** Folders that hold no models of the person who asks. */
const PASSED_OVER = new Set(['node_modules', 'dist', 'out']);

/** The `.knet` files that the paths mean: files as they are, folders searched, each file once, in order. */
export async function knetFiles(paths: readonly string[], cwd: string): Promise<string[]> {
  const files = new Set<string>();
  for (const path of paths) {
    const { absolute, isFolder } = await named(path, cwd);
    const found = isFolder ? await search(absolute, isModel) : [absolute];
    if (found.length === 0) throw new UsageError(`no .knet file in ${path}`);
    for (const file of found) files.add(file);
  }
  return [...files];
}

/** Files of both kinds that paths mean. */
export interface CheckedFiles {
  readonly knet: readonly string[];
  /** Kubernetes manifests that no `.knet` file has to take in: named ones, and those of folders without any `.knet` file. */
  readonly manifests: readonly string[];
}

const NEITHER = 'is neither a .knet file nor YAML or JSON by its name (.yaml, .yml, .json)';

/** Like `knetFiles`, with YAML and JSON. In a folder with `.knet` files these say which manifests belong to them. */
export async function checkedFiles(paths: readonly string[], cwd: string): Promise<CheckedFiles> {
  const [knet, manifests] = [new Set<string>(), new Set<string>()];
  for (const path of paths) {
    const { absolute, isFolder } = await named(path, cwd);
    if (!isFolder && !isModel(absolute) && !isManifestPath(absolute)) throw new UsageError(`${path} ${NEITHER}`);
    const models = isFolder ? await search(absolute, isModel) : isManifestPath(absolute) ? [] : [absolute];
    const yaml = models.length > 0 ? [] : isFolder ? await search(absolute, isManifestPath) : [absolute];
    if (models.length + yaml.length === 0) throw new UsageError(`no .knet file in ${path}, and no manifest`);
    for (const file of models) knet.add(file);
    for (const file of yaml) manifests.add(file);
  }
  return { knet: [...knet], manifests: [...manifests] };
}

async function named(path: string, cwd: string): Promise<{ readonly absolute: string; readonly isFolder: boolean }> {
  const absolute = resolve(cwd, path);
  const info = await stat(absolute).catch(() => undefined);
  if (!info && path === '-') throw new UsageError('standard input is not read: write it to a file, and name that');
  if (!info) throw new UsageError(`there is no ${path}`);
  return { absolute, isFolder: info.isDirectory() };
}

const isModel = (name: string) => name.endsWith('.knet');

async function search(folder: string, isWanted: (name: string) => boolean): Promise<string[]> {
  const found: string[] = [];
  const isIgnored = await ignoredIn(folder);
  const names = (await readdir(folder)).sort();
  for (const name of names) {
    if (isIgnored(name)) continue;
    const path = join(folder, name);
    // Links are not followed: a link to a folder above would never end.
    const info = await lstat(path);
    if (info.isDirectory() && !name.startsWith('.') && !PASSED_OVER.has(name))
      found.push(...(await search(path, isWanted)));
    else if (info.isFile() && isWanted(name)) found.push(path);
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
