import type { URI } from 'langium';

/** Decides which files a text may pull in. A text can come from anyone; the disk of its reader is not theirs to read. */
export interface ImportPolicy {
  /** Whether `from` may import `target`; neither holds `.` or `..` segments. */
  allows(from: URI, target: URI): boolean;
}

/**
 * Imports may stay in the file's own folder and below, and inside any of `folders`, which are asked for every time
 * since a workspace's folders come and go. Symbolic links are followed: who may make one in a workspace has its trust.
 */
export function withinFolders(folders: () => readonly URI[]): ImportPolicy {
  return {
    allows(from, target) {
      const own = from.with({ path: from.path.slice(0, from.path.lastIndexOf('/')) });
      const candidates = folders().filter((folder) => isWithin(folder, from));
      return [own, ...candidates].some((folder) => isWithin(folder, target));
    },
  };
}

/** True for a file anywhere below the folder. */
export function isWithin(folder: URI, file: URI): boolean {
  const path = folder.path.endsWith('/') ? folder.path : `${folder.path}/`;
  return folder.scheme === file.scheme && folder.authority === file.authority && file.path.startsWith(path);
}
