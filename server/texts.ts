import { URI, UriUtils } from 'langium';
import { DidChangeWatchedFilesNotification, FileChangeType } from 'vscode-languageserver';
import type { Session } from './session.ts';
import type { Settling } from './settling.ts';

/** Follows the texts in the editor and the files on disk that they import. */
export function followTexts(session: Session, settling: Settling): void {
  const { shared, connection } = session;
  const texts = shared.workspace.TextDocuments;
  texts.onDidChangeContent(({ document }) => settling.schedule([URI.parse(document.uri)], []));
  // The editor's text is gone, perhaps unsaved: what still imports the file reads it from disk again.
  texts.onDidClose(({ document }) => settling.schedule([URI.parse(document.uri)], []));
  texts.listen(remembering(session));

  connection.onDidChangeWatchedFiles(({ changes }) => {
    // While a file is open its text is the editor's, whatever happens on disk.
    const closed = changes.filter(({ uri }) => texts.get(uri) === undefined);
    const gone = closed.filter(({ type }) => type === FileChangeType.Deleted);
    const there = closed.filter(({ type }) => type !== FileChangeType.Deleted);
    const uris = (list: typeof changes) => list.map(({ uri }) => URI.parse(uri));
    if (closed.length > 0) settling.schedule(uris(there), uris(gone));
  });
}

/** Langium normalises URIs and forgets how the client wrote them, by which some clients know a file again. */
function remembering({ connection, spellings }: Session): Parameters<TextDocuments['listen']>[0] {
  return {
    onDidOpenTextDocument: (handler) =>
      connection.onDidOpenTextDocument((params) => {
        spellings.set(UriUtils.normalize(params.textDocument.uri), params.textDocument.uri);
        handler(params);
      }),
    onDidChangeTextDocument: connection.onDidChangeTextDocument,
    onDidCloseTextDocument: connection.onDidCloseTextDocument,
    onDidSaveTextDocument: connection.onDidSaveTextDocument,
    onWillSaveTextDocument: connection.onWillSaveTextDocument,
    onWillSaveTextDocumentWaitUntil: connection.onWillSaveTextDocumentWaitUntil,
  };
}

type TextDocuments = Session['shared']['workspace']['TextDocuments'];

/** Kubernetes manifests, which clusters of `.knet` files may take in. */
const MANIFESTS = '**/*.{yaml,yml,json}';

/** Asks the client to watch `.knet` files and manifests; one that does not know how tells of them by itself or not at all. */
export async function watchFiles({ connection, shared }: Session): Promise<void> {
  const watchers = shared.ServiceRegistry.all.flatMap(({ LanguageMetaData }) =>
    LanguageMetaData.fileExtensions.map((extension) => ({ globPattern: `**/*${extension}` })),
  );
  await connection.client.register(DidChangeWatchedFilesNotification.type, {
    watchers: [...watchers, { globPattern: MANIFESTS }],
  });
}
