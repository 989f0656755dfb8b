import { type FileSystemProvider, type URI, UriUtils } from 'langium';
import { filesBelow } from './folders.ts';

/** Bounds of a search through somebody's folders: files looked into, and folders listed. */
const FILES = 2000;
const FOLDERS = 2000;

const IMPORTS = /^[ \t]*import\b/m;

/**
 * The `.knet` files below the folders that import anything: what is renamed in a file may be named in one of them though
 * nobody has it open. Folders and files that cannot be read are passed over.
 */
export async function importingFiles(folders: readonly URI[], files: FileSystemProvider): Promise<URI[]> {
  const found: URI[] = [];
  let read = 0;
  for await (const { uri } of filesBelow(folders, files, FOLDERS)) {
    if (UriUtils.extname(uri) !== '.knet') continue;
    if (read++ === FILES) break;
    if (await isImporting(uri, files)) found.push(uri);
  }
  return found;
}

async function isImporting(uri: URI, files: FileSystemProvider): Promise<boolean> {
  const text = await files.readFile(uri).catch(() => '');
  return IMPORTS.test(text);
}
