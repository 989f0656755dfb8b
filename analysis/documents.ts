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
import { updateBlock } from '../language/incremental/update.ts';
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
  #allowed: readonly URI[] = [];

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
    const parsed: LangiumDocument[] = [];
    const gone = [...deleted];
    for (const uri of wanted) {
      if (this.#updateBlock(uri)) continue;
      const document = await this.#parse(uri, token);
      if (document) parsed.push(document);
      else gone.push(uri);
    }
    const loaded = await loadImports(this.#shared, this.#present(roots));
    this.#relinkFor([...parsed, ...loaded]);
    // What is parsed already is not named as changed, or Langium would read it again.
    await this.#shared.workspace.DocumentBuilder.update([], [...gone, ...this.#unreached(roots)], token);
  }

  get all(): Iterable<LangiumDocument> {
    return this.#documents.all;
  }

  /** Folders that imports and manifests may stay in. */
  get allowed(): readonly URI[] {
    return this.#allowed;
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

  /** Parses now, since imports have to be loaded before anything is linked. Undefined when the file cannot be read. */
  async #parse(uri: URI, token: Cancellation.CancellationToken): Promise<LangiumDocument | undefined> {
    const known = this.get(uri);
    try {
      if (known) return await this.#parseAgain(known, token);
      const opened = await this.#open(uri, token);
      if (!this.get(uri)) this.#documents.addDocument(opened);
      return opened;
    } catch (error) {
      if (isOperationCancelled(error)) throw error;
      return undefined;
    }
  }

  /** Takes in a change within one block; true when no other name means anything else than before. */
  #updateBlock(uri: URI): boolean {
    const { DocumentBuilder, TextDocuments } = this.#shared.workspace;
    const [document, text] = [this.get(uri), TextDocuments.get(uri)];
    if (!document || !text || document.textDocument !== text) return false;
    const services = this.#shared.ServiceRegistry.getServices(uri);
    const rebuild = updateBlock(document, text.getText(), services, this.#documents.all);
    if (rebuild === 'links') {
      DocumentBuilder.resetToState(document, DocumentState.ComputedScopes);
      this.#relinkFor([document]);
    }
    return rebuild !== 'everything';
  }

  #parseAgain(document: LangiumDocument, token: Cancellation.CancellationToken): Promise<LangiumDocument> {
    const { DocumentBuilder, LangiumDocumentFactory } = this.#shared.workspace;
    DocumentBuilder.resetToState(document, DocumentState.Changed);
    return LangiumDocumentFactory.update(document, token);
  }

  #open(uri: URI, token: Cancellation.CancellationToken): Promise<LangiumDocument> {
    const { LangiumDocumentFactory, TextDocuments } = this.#shared.workspace;
    const text = TextDocuments.get(uri);
    return text
      ? LangiumDocumentFactory.fromTextDocument(text, uri, token)
      : LangiumDocumentFactory.fromUri(uri, token);
  }

  /** Names may mean other things in every file of a model in which a text is new. */
  #relinkFor(fresh: readonly LangiumDocument[]): void {
    if (fresh.length === 0) return;
    const { DocumentBuilder, IndexManager } = this.#shared.workspace;
    const uris = new Set(fresh.map(({ uri }) => uri.toString()));
    for (const document of this.#documents.all)
      if (!fresh.includes(document) && IndexManager.isAffected(document, uris))
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
    this.#allowed = [...this.#folders(), ...roots.map((root) => UriUtils.dirname(root))];
    const workspaceFolders = this.#allowed.map((uri) => ({ uri: uri.toString(), name: UriUtils.basename(uri) }));
    this.#shared.workspace.WorkspaceManager.initialize({ workspaceFolders } as unknown as InitializeParams);
  }
}
