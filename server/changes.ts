import type { URI } from 'langium';

/** Files that changed, and files that are gone. */
export interface News {
  readonly changed: readonly URI[];
  readonly deleted: readonly URI[];
}

/** What has been heard of files and not been built yet. What was heard of a file last counts. */
export class Changes {
  private readonly changed = new Map<string, URI>();
  private readonly deleted = new Map<string, URI>();

  hear({ changed, deleted }: News): void {
    for (const uri of deleted) note(uri, this.deleted, this.changed);
    for (const uri of changed) note(uri, this.changed, this.deleted);
  }

  /** All of it, of which nothing is left here. */
  take(): News {
    return { changed: takeAll(this.changed), deleted: takeAll(this.deleted) };
  }

  /** Takes back what could not be built, but for what has been heard of since. */
  putBack({ changed, deleted }: News): void {
    const isNews = (uri: URI) => !this.changed.has(uri.toString()) && !this.deleted.has(uri.toString());
    for (const uri of changed.filter(isNews)) note(uri, this.changed, this.deleted);
    for (const uri of deleted.filter(isNews)) note(uri, this.deleted, this.changed);
  }
}

function note(uri: URI, is: Map<string, URI>, isNot: Map<string, URI>): void {
  is.set(uri.toString(), uri);
  isNot.delete(uri.toString());
}

function takeAll(uris: Map<string, URI>): URI[] {
  const all = [...uris.values()];
  uris.clear();
  return all;
}
