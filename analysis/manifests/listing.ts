import { type FileSystemProvider, type LangiumDocument, type URI, UriUtils } from 'langium';
import { readGlob } from './glob.ts';
import { isManifestName, manifestsBelow } from './search.ts';

/** Where patterns are looked for. */
export interface Places {
  readonly files: Pick<FileSystemProvider, 'readDirectory'>;
  /** Folders that patterns must not leave. */
  allowed(): readonly URI[];
}

/** The files that a pattern means. */
export interface Listing {
  readonly uris: Set<string>;
  /** Whether a file that has come since is one of them. */
  means(uri: URI): boolean;
}

/** Lists the files that a pattern of a document means; the problem is the end of a sentence that begins with it. */
export async function listingOf(
  document: LangiumDocument,
  pattern: string,
  { files, allowed }: Places,
): Promise<Listing | { readonly problem: string }> {
  const folder = UriUtils.dirname(document.uri);
  const glob = readGlob(pattern, folder.path);
  if (!glob) return { problem: 'is no pattern of paths: write one relative to this file, with /' };
  const base = folder.with({ path: glob.base });
  if (!allowed().some((root) => isBelow(root, base))) return { problem: 'leads outside the workspace' };
  const isFile = isManifestName(base);
  const found = isFile ? [base] : await manifestsBelow(base, files);
  const meant = found.filter(({ path }) => isFile || glob.matches(path));
  return { uris: new Set(meant.map(String)), means: (uri) => isBelow(base, uri) && glob.matches(uri.path) };
}

/** Langium looks at no authority, but equal paths on two hosts are two folders. Hosts know no case (RFC 3986, 3.2.2). */
const isBelow = (root: URI, uri: URI): boolean =>
  root.scheme === uri.scheme &&
  root.authority.toLowerCase() === uri.authority.toLowerCase() &&
  UriUtils.contains(root, uri);
