import type { CompletionList, CompletionParams } from 'vscode-languageserver';
import { KnetCompletion } from '../completion/provider.ts';
import type { Feature } from '../feature.ts';

const NOTHING: CompletionList = { isIncomplete: false, items: [] };

export const completion: Feature = {
  capabilities: { completionProvider: { triggerCharacters: [' ', '/'] } },
  register({ connection, answer, knet }) {
    const provider = new KnetCompletion(knet);
    connection.onCompletion((params: CompletionParams, token) =>
      answer('completion', NOTHING, params.textDocument.uri, token, async ({ documents }) => {
        const found = await provider.getCompletion(documents[0]!, params);
        return found ?? NOTHING;
      }),
    );
  },
};
