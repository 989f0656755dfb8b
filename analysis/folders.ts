import { type FileSystemNode, type FileSystemProvider, type URI, UriUtils } from 'langium';

type Files = Pick<FileSystemProvider, 'readDirectory'>;

/** Folders, and files, that hold nothing of the person who asks. */
const SKIPPED = /^(?:\.|node_modules$)/;

/** What is no folder below folders, of which at most `limit` are listed. Folders that cannot be read are passed over. */
export async function* filesBelow(
  folders: readonly URI[],
  files: Files,
  limit: number,
): AsyncGenerator<FileSystemNode> {
  const waiting = [...folders];
  for (let listed = 0, next = waiting.pop(); next && listed < limit; next = waiting.pop(), listed++) {
    for (const entry of await entriesOf(next, files)) {
      if (entry.isDirectory) waiting.push(entry.uri);
      else yield entry;
    }
  }
}

async function entriesOf(folder: URI, files: Files): Promise<FileSystemNode[]> {
  const entries = await files.readDirectory(folder).catch(() => []);
  return entries.filter(({ uri }) => !SKIPPED.test(UriUtils.basename(uri)));
}
