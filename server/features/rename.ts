import { ErrorCodes, type Range, ResponseError, type WorkspaceEdit } from 'vscode-languageserver';
import { KnetRenameProvider } from '../../language/rename.ts';
import type { Feature } from '../feature.ts';
import type { Session } from '../session.ts';

/** Renames across the files of the loaded models; refuses where nothing has a name, and names that would not do. */
export const rename: Feature = {
  capabilities: { renameProvider: { prepareProvider: true } },
  register(session) {
    const { connection, answer, knet } = session;
    const provider = new KnetRenameProvider(knet);
    connection.onPrepareRename((params, token) =>
      answer<Range | null>('rename', null, params.textDocument.uri, token, ({ documents: [document] }) => {
        return provider.prepareRename(document!, params) ?? null;
      }),
    );
    connection.onRenameRequest(async (params, token) => {
      let refusal: string | undefined;
      const edit = await answer('rename', null, params.textDocument.uri, token, async ({ documents: [document] }) => {
        refusal = provider.objection(document!, params);
        return refusal === undefined ? ((await provider.rename(document!, params)) ?? null) : null;
      });
      if (refusal !== undefined) throw new ResponseError(ErrorCodes.InvalidParams, refusal);
      return edit && spelledEdit(edit, session);
    });
  },
};

function spelledEdit({ changes = {} }: WorkspaceEdit, { spelled }: Session): WorkspaceEdit {
  return { changes: Object.fromEntries(Object.entries(changes).map(([uri, edits]) => [spelled(uri), edits])) };
}
