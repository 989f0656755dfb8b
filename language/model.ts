import type { LangiumDocument, LangiumDocuments } from 'langium';
import { type URI, UriUtils } from 'langium';
import type { LangiumSharedServices } from 'langium/lsp';
import * as ast from './generated/ast.ts';
import { type DocumentStore, ownerOf } from './owner.ts';

/** One `import` of a file and what it leads to. */
export interface ImportedFile {
  readonly node: ast.Import;
  /** Undefined while the path is not written or cannot be a path. */
  readonly uri?: URI;
  readonly document?: LangiumDocument;
  readonly inside: boolean;
}

/** The imports of a file, in the order of the text. */
export function importsOf(document: LangiumDocument): ImportedFile[] {
  const documents = ownerOf(document);
  const items = (document.parseResult.value as ast.Model).items ?? [];
  return items.filter(ast.isImport).map((node) => {
    const uri = importedUri(document, node.path);
    const inside = uri !== undefined && (documents?.isInside(uri) ?? true);
    return { node, uri, inside, document: uri && inside ? documents?.getDocument(uri) : undefined };
  });
}

/** Paths are relative to the file and use `/`. */
function importedUri(document: LangiumDocument, path: string | undefined): URI | undefined {
  if (!path || path.includes('\\') || /^[a-z]+:/i.test(path)) return undefined;
  return UriUtils.resolvePath(UriUtils.dirname(document.uri), path);
}

interface Memo {
  readonly revision: number;
  readonly roots: readonly unknown[];
  readonly documents: LangiumDocument[];
}

const models = new WeakMap<LangiumDocument, Memo>();

/** The model of a file: the file itself first, then its transitive imports, each in front of the files that import it. */
export function modelDocuments(document: LangiumDocument): LangiumDocument[] {
  const memo = models.get(document);
  if (memo && isCurrent(memo, ownerOf(document))) return memo.documents;
  const imported = new Set<LangiumDocument>();
  collect(document, imported, new Set());
  imported.delete(document);
  const documents = [document, ...imported];
  const roots = documents.map((one) => one.parseResult.value);
  models.set(document, { revision: ownerOf(document)?.revision ?? 0, roots, documents });
  return documents;
}

const isCurrent = (memo: Memo, documents: DocumentStore | undefined) =>
  memo.revision === (documents?.revision ?? 0) &&
  memo.documents.every((one, i) => one.parseResult.value === memo.roots[i]);

function collect(document: LangiumDocument, done: Set<LangiumDocument>, seen: Set<LangiumDocument>): void {
  if (seen.has(document)) return;
  seen.add(document);
  for (const { document: imported } of importsOf(document)) if (imported) collect(imported, done, seen);
  done.add(document);
}

/** Whether following the import leads back to the file that it stands in. */
export const isCyclic = (document: LangiumDocument, imported: ImportedFile): boolean =>
  imported.document !== undefined &&
  (imported.document === document || modelDocuments(imported.document).includes(document));

/**
 * Opens the files that the given ones import, and theirs in turn, as far as they exist inside the workspace. What it
 * returns is new and still has to be built.
 */
export async function loadImports(
  shared: LangiumSharedServices,
  documents: readonly LangiumDocument[],
): Promise<LangiumDocument[]> {
  const loaded: LangiumDocument[] = [];
  const waiting = [...documents];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    for (const { uri, inside, document } of importsOf(next)) {
      if (!uri || !inside || document) continue;
      const opened = await open(shared.workspace.LangiumDocuments, uri);
      if (opened) loaded.push(opened);
      if (opened) waiting.push(opened);
    }
  }
  return loaded;
}

/** A file that cannot be read is an IMPORT diagnostic of the file that imports it, no failure here. */
async function open(documents: LangiumDocuments, uri: URI): Promise<LangiumDocument | undefined> {
  try {
    return await documents.getOrCreateDocument(uri);
  } catch {
    return undefined;
  }
}
