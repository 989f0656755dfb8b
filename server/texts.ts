import { URI } from 'langium';
import { DidChangeWatchedFilesNotification, FileChangeType } from 'vscode-languageserver';
import type { Session } from './session.ts';
import type { Settling } from './settling.ts';

/** Follows the texts in the editor and the files on disk that they import. */
export function followTexts({ shared, connection }: Session, settling: Settling): void {
  const texts = shared.workspace.TextDocuments;
  texts.onDidChangeContent(({ document }) => settling.schedule([URI.parse(document.uri)], []));
  // The editor's text is gone, perhaps unsaved: what still imports the file reads it from disk again.
  texts.onDidClose(({ document }) => settling.schedule([URI.parse(document.uri)], []));
  texts.listen(connection);

  connection.onDidChangeWatchedFiles(({ changes }) => {
    // While a file is open its text is the editor's, whatever happens on disk.
    const closed = changes.filter(({ uri }) => texts.get(uri) === undefined);
    const gone = closed.filter(({ type }) => type === FileChangeType.Deleted);
    const there = closed.filter(({ type }) => type !== FileChangeType.Deleted);
    const uris = (list: typeof changes) => list.map(({ uri }) => URI.parse(uri));
    if (closed.length > 0) settling.schedule(uris(there), uris(gone));
  });
}

/** Asks the client to watch `.knet` files; one that does not know how tells of them by itself or not at all. */
export async function watchFiles({ connection, shared }: Session): Promise<void> {
  const watchers = shared.ServiceRegistry.all.flatMap(({ LanguageMetaData }) =>
    LanguageMetaData.fileExtensions.map((extension) => ({ globPattern: `**/*${extension}` })),
  );
  await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
}
