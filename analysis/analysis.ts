import { type Cancellation, DocumentState, type LangiumDocument, URI, UriUtils } from 'langium';
import type { LangiumSharedServices } from 'langium/lsp';
import { modelDocuments } from '../language/model.ts';
import { type Change, DocumentStore } from './documents.ts';
import { importingFiles } from './importers.ts';
import { isManifestName } from './manifests/search.ts';
import { type ManifestSource, ManifestStore } from './manifests/store.ts';
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
  /** The models that take in a YAML or JSON file. */
  modelsWith(uri: string): readonly Model[];
  /** Files of the workspace's folders that import others, loaded or not. */
  importingFiles(): Promise<URI[]>;
}

/** `folders` are the workspace's, asked for at every update. `given` has the manifests instead of the file system. */
export function createAnalysis(
  shared: LangiumSharedServices,
  folders: () => readonly URI[],
  given?: ManifestSource,
): Analysis {
  const documents = new DocumentStore(shared, folders);
  const manifests = new ManifestStore({
    files: shared.workspace.FileSystemProvider,
    editorText: (uri) => shared.workspace.TextDocuments.get(uri)?.getText(),
    allowed: () => documents.allowed,
  });
  const source = given ?? manifests;
  const models = new Map<string, { readonly model: Model; readonly texts: readonly object[] }>();
  return {
    async update(change, token) {
      const [changed, yaml] = partition(change.changed, isManifestName);
      const [deleted, goneYaml] = partition(change.deleted, isManifestName);
      const [roots] = partition(change.roots, isManifestName);
      await documents.update({ changed, deleted, roots }, token);
      if (!given) await manifests.update(yaml, goneYaml, documents.all);
      for (const uri of models.keys()) if (!documents.get(URI.parse(uri))) models.delete(uri);
    },
    importingFiles: () => importingFiles(folders(), shared.workspace.FileSystemProvider),
    model(uri) {
      const key = UriUtils.normalize(uri);
      const document = documents.get(URI.parse(key));
      if (!document || document.state < DocumentState.ComputedScopes) return undefined;
      const parts = modelDocuments(document);
      const known = models.get(key);
      const texts = textsOf(parts, source);
      if (known && sameTexts(known.texts, texts)) return known.model;
      const model = createModel(parts, source, known?.model);
      models.set(key, { model, texts });
      return model;
    },
    modelsWith(uri) {
      const key = UriUtils.normalize(uri);
      const current = [...models.keys()].flatMap((one) => this.model(one) ?? []);
      return current.filter((model) => model.manifests.some((file) => file.uri === key));
    },
  };
}

/** Langium keeps a document and replaces its parse result, but only when the text differs. */
const textsOf = (parts: readonly LangiumDocument[], source: ManifestSource): readonly object[] => [
  ...parts.map((part) => part.parseResult),
  ...parts.flatMap((part) => source.stamps(part)),
];

const sameTexts = (before: readonly object[], now: readonly object[]): boolean =>
  before.length === now.length && before.every((one, index) => one === now[index]);

function partition(uris: readonly URI[], is: (uri: URI) => boolean): [others: URI[], those: URI[]] {
  return [uris.filter((uri) => !is(uri)), uris.filter(is)];
}
