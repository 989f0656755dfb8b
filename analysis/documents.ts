import {
  type Cancellation,
  DocumentState,
  isOperationCancelled,
  type LangiumDocument,
  type LangiumDocuments,
  type URI,
  UriUtils,
} from 'langium';
import type { LangiumSharedServices } from 'langium/lsp';
import type { InitializeParams } from 'vscode-languageserver-protocol';
import { loadImports, modelDocuments } from '../language/model.ts';

/** Texts that are no longer what the store holds. */
export interface Change {
  /** New, edited, or saved by another program. */
  readonly changed: readonly URI[];
  readonly deleted: readonly URI[];
  /** The files that somebody works with; each is the root of a model. What none of them reaches is forgotten. */
  readonly roots: readonly URI[];
}

/** Keeps Langium's store of documents at what the roots are and import. */
export class DocumentStore {
  readonly #shared: LangiumSharedServices;
  readonly #folders: () => readonly URI[];

  /** `folders` are those of the workspace; imports may stay in them and in the folders of the roots. */
  constructor(shared: LangiumSharedServices, folders: () => readonly URI[]) {
    this.#shared = shared;
    this.#folders = folders;
    // What Langium calls validation is `syntaxDiagnostics`, asked for when somebody shows it.
    shared.workspace.DocumentBuilder.updateBuildOptions = { validation: { categories: [] } };
  }

  get(uri: URI): LangiumDocument | undefined {
    return this.#documents.getDocument(uri);
  }

  /** Parses, loads what is newly imported, links. Throws OperationCancelled; the next call goes on from there. */
  async update({ changed, deleted, roots }: Change, token: Cancellation.CancellationToken): Promise<void> {
    this.#limitImports(roots);
    const wanted = [...changed, ...roots.filter((uri) => !this.get(uri))].filter((uri) => this.#isWanted(uri, roots));
    for (const uri of wanted) await this.#parse(uri, token);
    const loaded = await loadImports(this.#shared, this.#present(roots));
    this.#relinkFor(loaded);
    const gone = [...deleted, ...this.#unreached(roots)];
    const dropped = new Set(gone.map(String));
    const kept = wanted.filter((uri) => this.get(uri) && !dropped.has(uri.toString()));
    await this.#shared.workspace.DocumentBuilder.update(kept, gone, token);
  }

  get #documents(): LangiumDocuments {
    return this.#shared.workspace.LangiumDocuments;
  }

  #present(uris: readonly URI[]): LangiumDocument[] {
    return uris.flatMap((uri) => this.get(uri) ?? []);
  }

  /** A change on disk concerns what is open or imported; other files of a folder are of no model. */
  #isWanted(uri: URI, roots: readonly URI[]): boolean {
    return this.get(uri) !== undefined || roots.some((root) => UriUtils.equals(root, uri));
  }

  /** Parses now, since a text's imports have to be loaded before anything is linked. Langium does not parse it again. */
  async #parse(uri: URI, token: Cancellation.CancellationToken): Promise<void> {
    const { DocumentBuilder, LangiumDocumentFactory } = this.#shared.workspace;
    const document = this.get(uri);
    if (!document) return this.#open(uri, token);
    DocumentBuilder.resetToState(document, DocumentState.Changed);
    try {
      await LangiumDocumentFactory.update(document, token);
    } catch (error) {
      if (isOperationCancelled(error)) throw error;
      // A file that can no longer be read is one that was deleted.
      this.#documents.deleteDocument(uri);
    }
  }

  async #open(uri: URI, token: Cancellation.CancellationToken): Promise<void> {
    const { LangiumDocumentFactory, TextDocuments } = this.#shared.workspace;
    const text = TextDocuments.get(uri);
    const opening = text
      ? LangiumDocumentFactory.fromTextDocument(text, uri, token)
      : LangiumDocumentFactory.fromUri(uri, token);
    const document = await opening.catch((error) => {
      if (isOperationCancelled(error)) throw error;
      return undefined;
    });
    if (document && !this.get(uri)) this.#documents.addDocument(document);
  }

  /** Names may mean other things in a file whose import has just been found. */
  #relinkFor(loaded: readonly LangiumDocument[]): void {
    if (loaded.length === 0) return;
    const { DocumentBuilder, IndexManager } = this.#shared.workspace;
    const uris = new Set(loaded.map(({ uri }) => uri.toString()));
    for (const document of this.#documents.all)
      if (!loaded.includes(document) && IndexManager.isAffected(document, uris))
        DocumentBuilder.resetToState(document, DocumentState.ComputedScopes);
  }

  #unreached(roots: readonly URI[]): URI[] {
    const reached = new Set(this.#present(roots).flatMap(modelDocuments));
    return this.#documents.all
      .filter((document) => !reached.has(document))
      .map(({ uri }) => uri)
      .toArray();
  }

  /** Langium's workspace is where `language/` looks up how far an import may reach. */
  #limitImports(roots: readonly URI[]): void {
    const allowed = [...this.#folders(), ...roots.map((root) => UriUtils.dirname(root))];
    const workspaceFolders = allowed.map((uri) => ({ uri: uri.toString(), name: UriUtils.basename(uri) }));
    this.#shared.workspace.WorkspaceManager.initialize({ workspaceFolders } as unknown as InitializeParams);
  }
}
