import { type FileSystemNode, type FileSystemProvider, type URI, UriUtils } from 'langium';

/** Bounds of a search through somebody's folders: files looked into, and folders listed. */
const FILES = 2000;
const FOLDERS = 2000;

const SKIPPED = /^(?:\.|node_modules$)/;
const IMPORTS = /^[ \t]*import\b/m;

/**
 * The `.knet` files below the folders that import anything: what is renamed in a file may be named in one of them though
 * nobody has it open. Folders and files that cannot be read are passed over.
 */
export async function importingFiles(folders: readonly URI[], files: FileSystemProvider): Promise<URI[]> {
  const found: URI[] = [];
  const waiting = [...folders];
  let [listed, read] = [0, 0];
  for (let next = waiting.pop(); next && listed < FOLDERS; next = waiting.pop(), listed++) {
    for (const { uri, isDirectory } of await entriesOf(next, files)) {
      if (isDirectory) waiting.push(uri);
      else if (UriUtils.extname(uri) === '.knet' && read++ < FILES && (await isImporting(uri, files))) found.push(uri);
    }
  }
  return found;
}

async function entriesOf(folder: URI, files: FileSystemProvider): Promise<FileSystemNode[]> {
  const entries = await files.readDirectory(folder).catch(() => []);
  return entries.filter(({ uri }) => !SKIPPED.test(UriUtils.basename(uri)));
}

async function isImporting(uri: URI, files: FileSystemProvider): Promise<boolean> {
  const text = await files.readFile(uri).catch(() => '');
  return IMPORTS.test(text);
}
