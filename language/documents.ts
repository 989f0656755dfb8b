import {
  DefaultDocumentBuilder,
  DefaultIndexManager,
  DefaultLangiumDocuments,
  type LangiumDocument,
  type LangiumSharedCoreServices,
  type URI,
  type WorkspaceManager,
} from 'langium';
import { importsOf, modelDocuments } from './model.ts';
import { type DocumentStore, setOwner } from './owner.ts';

/** Langium's store of documents, which knows when its content changes and where the workspace ends. */
export class KnetDocuments extends DefaultLangiumDocuments implements DocumentStore {
  revision = 0;
  private readonly workspace: () => WorkspaceManager;

  constructor(services: LangiumSharedCoreServices) {
    super(services);
    this.workspace = () => services.workspace.WorkspaceManager;
  }

  override addDocument(document: LangiumDocument): void {
    super.addDocument(document);
    setOwner(document, this);
    this.revision++;
  }

  override deleteDocument(uri: URI): LangiumDocument | undefined {
    this.revision++;
    return super.deleteDocument(uri);
  }

  override deleteDocuments(folder: URI): LangiumDocument[] {
    this.revision++;
    return super.deleteDocuments(folder);
  }

  /** True for files of the workspace's folders; without folders (a single file, the command line) for all. */
  isInside(uri: URI): boolean {
    const folders = this.workspace().workspaceFolders ?? [];
    const text = uri.toString();
    return folders.length === 0 || folders.some((folder) => text.startsWith(`${folder.uri.replace(/\/$/, '')}/`));
  }
}

/** Names are looked up again where they may mean other things, not wherever one could not be found. */
export class KnetDocumentBuilder extends DefaultDocumentBuilder {
  protected override shouldRelink(document: LangiumDocument, changedUris: Set<string>): boolean {
    return changedUris.size > 0 && this.indexManager.isAffected(document, changedUris);
  }
}

/**
 * Langium's tables of exported names and of references stay empty: names are looked up in those of `scoping/declared.ts`,
 * and what names a thing is found among the references of the documents themselves (`mentions.ts`).
 */
export class KnetIndexManager extends DefaultIndexManager {
  override async updateContent(): Promise<void> {}

  override async updateReferences(): Promise<void> {}

  /** By every file of its model, also by those that it names nothing of: names may now mean other things. */
  override isAffected(document: LangiumDocument, changedUris: Set<string>): boolean {
    return modelDocuments(document).some(
      (one) =>
        (one !== document && changedUris.has(one.uri.toString())) ||
        importsOf(one).some(({ uri }) => uri && changedUris.has(uri.toString())),
    );
  }
}
