import { type Cancellation, DocumentState, type LangiumDocument, URI, UriUtils } from 'langium';
import type { LangiumSharedServices } from 'langium/lsp';
import { modelDocuments } from '../language/model.ts';
import { type Change, DocumentStore } from './documents.ts';
import { importingFiles } from './importers.ts';
import { createModel, type Model } from './model.ts';

/**
 * Files in, answers out: the one door through which the server and the command line reach the language and the
 * network. It stands on Langium's documents, so nothing is parsed twice.
 */
export interface Analysis {
  /** Parses and links what changed and loads what is newly imported. Throws Langium's OperationCancelled only. */
  update(change: Change, token: Cancellation.CancellationToken): Promise<void>;
  /** The model of a loaded file; the same object until a text in it changes. */
  model(uri: string): Model | undefined;
  /** Files of the workspace's folders that import others, loaded or not. */
  importingFiles(): Promise<URI[]>;
}

/** `folders` are the workspace's, asked for at every update. */
export function createAnalysis(shared: LangiumSharedServices, folders: () => readonly URI[]): Analysis {
  const documents = new DocumentStore(shared, folders);
  const models = new Map<string, { readonly model: Model; readonly texts: readonly object[] }>();
  return {
    async update(change, token) {
      await documents.update(change, token);
      for (const uri of models.keys()) if (!documents.get(URI.parse(uri))) models.delete(uri);
    },
    importingFiles: () => importingFiles(folders(), shared.workspace.FileSystemProvider),
    model(uri) {
      const key = UriUtils.normalize(uri);
      const document = documents.get(URI.parse(key));
      if (!document || document.state < DocumentState.ComputedScopes) return undefined;
      const parts = modelDocuments(document);
      const known = models.get(key);
      if (known && sameTexts(known.texts, parts)) return known.model;
      const model = createModel(parts);
      models.set(key, { model, texts: parts.map((part) => part.parseResult) });
      return model;
    },
  };
}

/** Langium keeps a document and replaces its parse result, but only when the text differs. */
function sameTexts(texts: readonly object[], parts: readonly LangiumDocument[]): boolean {
  return texts.length === parts.length && parts.every((part, index) => part.parseResult === texts[index]);
}
