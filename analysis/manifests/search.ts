import { type FileSystemNode, type FileSystemProvider, type URI, UriUtils } from 'langium';

/** Bounds of a search through somebody's folders. */
const FOLDERS = 10_000;

/** Folders that hold no manifests of the person who asks. */
const SKIPPED = /^(?:\.|node_modules$)/;

const MANIFEST = /\.(?:ya?ml|json)$/i;

export const isManifestName = (uri: URI): boolean => MANIFEST.test(UriUtils.basename(uri));

/** The YAML and JSON files below a folder, in order of their names. Folders that cannot be read are passed over. */
export async function manifestsBelow(folder: URI, files: Pick<FileSystemProvider, 'readDirectory'>): Promise<URI[]> {
  const found: URI[] = [];
  const waiting = [folder];
  for (let listed = 0, next = waiting.pop(); next && listed < FOLDERS; next = waiting.pop(), listed++) {
    const entries = await entriesOf(next, files);
    for (const { uri, isFile } of entries) if (isFile && isManifestName(uri)) found.push(uri);
    for (const { uri, isDirectory } of entries) if (isDirectory) waiting.push(uri);
  }
  return found.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

async function entriesOf(folder: URI, files: Pick<FileSystemProvider, 'readDirectory'>): Promise<FileSystemNode[]> {
  const entries = await files.readDirectory(folder).catch(() => []);
  return entries.filter(({ uri }) => !SKIPPED.test(UriUtils.basename(uri)));
}
