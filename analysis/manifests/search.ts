import { type FileSystemProvider, type URI, UriUtils } from 'langium';
import { filesBelow } from '../folders.ts';

/** Bound of a search through somebody's folders. */
const FOLDERS = 10_000;

const MANIFEST = /\.(?:ya?ml|json)$/i;

/** Whether a name, or a path, is that of a YAML or JSON file. */
export const isManifestPath = (path: string): boolean => MANIFEST.test(path);

export const isManifestName = (uri: URI): boolean => isManifestPath(UriUtils.basename(uri));

/** The YAML and JSON files below a folder, in order of their names. Folders that cannot be read are passed over. */
export async function manifestsBelow(folder: URI, files: Pick<FileSystemProvider, 'readDirectory'>): Promise<URI[]> {
  const found: URI[] = [];
  for await (const { uri, isFile } of filesBelow([folder], files, FOLDERS))
    if (isFile && isManifestName(uri)) found.push(uri);
  return found.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}
