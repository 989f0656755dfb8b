import { type FileSystemProvider, type LangiumDocument, URI, UriUtils } from 'langium';
import { manifestPatterns } from '../../language/manifests.ts';
import { ManifestFile } from '../../manifests/text/file.ts';
import { createTurns } from '../turns.ts';
import { type Listing, listingOf, type Places } from './listing.ts';
import { readText } from './read-file.ts';
import { isManifestName } from './search.ts';

/** What a pattern of a file leads to. */
export interface Taken {
  readonly files: readonly ManifestFile[];
  /** Why the pattern leads nowhere, as the end of a sentence that begins with it. */
  readonly problem?: string;
  /** Files that could not be read, and why. */
  readonly unreadable: readonly { readonly uri: string; readonly reason: string }[];
}

/** Where models get the files of their `manifests` from. */
export interface ManifestSource {
  /** `document` is the `.knet` file in which the pattern stands. */
  taken(document: LangiumDocument, pattern: string): Taken;
  /** Equal objects as long as the patterns of a file lead to the same texts. */
  stamps(document: LangiumDocument): readonly object[];
}

interface Port extends Places {
  readonly files: FileSystemProvider;
  /** The text in an editor, which counts more than the one on disk. */
  editorText(uri: string): string | undefined;
}

const NOTHING: Taken = { files: [], unreadable: [] };

/** The YAML and JSON files that models take in, each read once, whichever models it belongs to. */
export class ManifestStore implements ManifestSource {
  readonly #port: Port;
  readonly #files = new Map<string, ManifestFile | { readonly reason: string }>();
  readonly #listings = new Map<string, Listing | { readonly problem: string }>();
  #allowed = '';

  constructor(port: Port) {
    this.#port = port;
  }

  /** Follows what has changed, and reads what the patterns of the documents newly lead to. */
  async update(changed: readonly URI[], deleted: readonly URI[], documents: Iterable<LangiumDocument>): Promise<void> {
    this.#forgetListings();
    for (const uri of deleted) this.#forget(uri);
    for (const uri of changed) await this.#changed(uri);
    const wanted = new Set<string>();
    for (const document of documents)
      for (const { value } of manifestPatterns(document)) wanted.add(await this.#list(document, value));
    await this.#readWanted(wanted);
  }

  taken(document: LangiumDocument, pattern: string): Taken {
    const listing = this.#listings.get(keyOf(document, pattern));
    if (!listing) return NOTHING;
    if ('problem' in listing) return { ...NOTHING, problem: listing.problem };
    const files: ManifestFile[] = [];
    const unreadable: { uri: string; reason: string }[] = [];
    for (const uri of [...listing.uris].sort()) {
      const file = this.#files.get(uri);
      if (file instanceof ManifestFile) files.push(file);
      else if (file) unreadable.push({ uri, reason: file.reason });
    }
    return { files, unreadable };
  }

  stamps(document: LangiumDocument): readonly object[] {
    return manifestPatterns(document).flatMap(({ value }) => {
      const listing = this.#listings.get(keyOf(document, value));
      if (!listing || 'problem' in listing) return listing ?? [];
      const files = [...listing.uris].flatMap((uri) => this.#files.get(uri) ?? []);
      return [listing, ...files.map((file) => (file instanceof ManifestFile ? file.revision : file))];
    });
  }

  /** Other folders in the workspace may let a pattern lead further than before, or less far. */
  #forgetListings(): void {
    const allowed = this.#port.allowed().map(String).sort().join();
    if (allowed !== this.#allowed) this.#listings.clear();
    this.#allowed = allowed;
  }

  #forget(uri: URI): void {
    const key = uri.toString();
    this.#files.delete(key);
    for (const listing of this.#listings.values()) if ('uris' in listing) listing.uris.delete(key);
  }

  async #changed(uri: URI): Promise<void> {
    const key = uri.toString();
    if (!isManifestName(uri)) return;
    for (const listing of this.#listings.values()) if ('uris' in listing && listing.means(uri)) listing.uris.add(key);
    if (this.#files.has(key)) await this.#read(key, uri);
  }

  /** The key of the pattern's listing, which is made when it is not known. */
  async #list(document: LangiumDocument, pattern: string): Promise<string> {
    const key = keyOf(document, pattern);
    if (!this.#listings.has(key)) this.#listings.set(key, await listingOf(document, pattern, this.#port));
    return key;
  }

  /** Reads what is newly wanted, and forgets what nobody wants any more. */
  async #readWanted(keys: ReadonlySet<string>): Promise<void> {
    for (const key of this.#listings.keys()) if (!keys.has(key)) this.#listings.delete(key);
    const listings = [...this.#listings.values()].filter((one) => 'uris' in one);
    const wanted = new Set(listings.flatMap(({ uris }) => [...uris]));
    for (const uri of this.#files.keys()) if (!wanted.has(uri)) this.#files.delete(uri);
    for (const uri of wanted) if (!this.#files.has(uri)) await this.#read(uri, URI.parse(uri));
  }

  async #read(key: string, uri: URI): Promise<void> {
    const editor = this.#port.editorText(key);
    const result = editor === undefined ? await readText(uri, this.#port.files) : { text: editor };
    if ('problem' in result) {
      this.#files.set(key, { reason: result.problem });
      return;
    }
    const known = this.#files.get(key);
    const file = known instanceof ManifestFile ? known : new ManifestFile(key, result.text);
    file.update(result.text);
    this.#files.set(key, file);
    await parseInTurns(file);
  }
}

/** A dump takes seconds to parse: documents are parsed one by one, with turns for other work between. */
async function parseInTurns(file: ManifestFile): Promise<void> {
  const turns = createTurns();
  for (const document of file.documents) {
    void document.parsed;
    if (turns.over()) await turns.next();
  }
}

const keyOf = ({ uri }: LangiumDocument, pattern: string) => `${UriUtils.dirname(uri)} ${pattern}`;
