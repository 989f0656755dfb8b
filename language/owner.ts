import type { LangiumDocument, URI } from 'langium';

/** The store that a document belongs to, as far as its imports need it. */
export interface DocumentStore {
  /** Counts files that came or went: what was worked out about imports before may be wrong after. */
  readonly revision: number;
  getDocument(uri: URI): LangiumDocument | undefined;
  /** True for files that imports may lead to. */
  isInside(uri: URI): boolean;
}

const owners = new WeakMap<LangiumDocument, DocumentStore>();

export const ownerOf = (document: LangiumDocument): DocumentStore | undefined => owners.get(document);

/** Remembers which store a document belongs to. */
export function setOwner(document: LangiumDocument, store: DocumentStore): void {
  owners.set(document, store);
}
