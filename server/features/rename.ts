import { isOperationCancelled, URI } from 'langium';
import { ErrorCodes, type Range, type RenameParams, ResponseError, type WorkspaceEdit } from 'vscode-languageserver';
import { KnetRenameProvider } from '../../language/rename.ts';
import type { Feature } from '../feature.ts';
import type { Session } from '../session.ts';
import type { Settling } from '../settling.ts';

/** Renames in every file of the workspace that names the thing; refuses what is no name, and names that would not do. */
export const rename = (settling: Settling): Feature => ({
  capabilities: { renameProvider: { prepareProvider: true } },
  register(session) {
    const { connection, answer, knet } = session;
    const provider = new KnetRenameProvider(knet);
    connection.onPrepareRename((params, token) =>
      answer<Range | null>('rename', null, params.textDocument.uri, token, ({ documents: [document] }) => {
        return provider.prepareRename(document!, params) ?? null;
      }),
    );
    connection.onRenameRequest(async (params) => {
      await settling.idle();
      try {
        return await withImporters(session, () => renamed(session, provider, params));
      } catch (error) {
        if (error instanceof ResponseError) throw error;
        if (!isOperationCancelled(error)) session.defect('rename', error);
        return null;
      } finally {
        // What was loaded for the renaming only is forgotten with the next build.
        settling.schedule([], []);
      }
    });
  },
});

/** Loads the files of the workspace that import something, for as long as `run` takes. A keystroke cancels both. */
async function withImporters<T>({ shared, analysis }: Session, run: () => Promise<T>): Promise<T | null> {
  const { TextDocuments, WorkspaceLock } = shared.workspace;
  let result: T | null = null;
  await WorkspaceLock.write(async (token) => {
    const open = TextDocuments.keys().map((uri) => URI.parse(uri));
    const roots = [...open, ...(await analysis.importingFiles())];
    await analysis.update({ changed: [], deleted: [], roots }, token);
    result = await run();
  });
  return result;
}

async function renamed(
  { shared, spelled }: Session,
  provider: KnetRenameProvider,
  params: RenameParams,
): Promise<WorkspaceEdit | null> {
  const document = shared.workspace.LangiumDocuments.getDocument(URI.parse(params.textDocument.uri));
  if (!document) return null;
  const refusal = provider.objection(document, params);
  if (refusal !== undefined) throw new ResponseError(ErrorCodes.InvalidParams, refusal);
  const edit = await provider.rename(document, params);
  if (!edit) return null;
  return { changes: Object.fromEntries(Object.entries(edit.changes ?? {}).map(([uri, list]) => [spelled(uri), list])) };
}
