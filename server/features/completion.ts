import type { LangiumDocument } from 'langium';
import type { CompletionList, CompletionParams } from 'vscode-languageserver';
import { isInComment } from '../../analysis/completion/cursor.ts';
import type { Proposals } from '../../analysis/completion/proposal.ts';
import { valuesAt } from '../../analysis/completion/values.ts';
import { KnetCompletion } from '../completion/provider.ts';
import { valueItems } from '../completion/values.ts';
import type { Feature } from '../feature.ts';

const NOTHING: CompletionList = { isIncomplete: false, items: [] };

/** Characters that begin a value, or the next part of one. */
const TRIGGERS = [' ', '/', '.', ':', '=', '>'];

export const completion: Feature = {
  capabilities: { completionProvider: { triggerCharacters: TRIGGERS } },
  register({ connection, answer, knet }) {
    // With a parser of its own, which the server's start is not to wait for.
    let provider: KnetCompletion | undefined;
    connection.onCompletion((params: CompletionParams, token) =>
      answer('completion', NOTHING, params.textDocument.uri, token, async (model) => {
        const document = model.documents[0]!;
        const offset = document.textDocument.offsetAt(params.position);
        if (isInComment(document, offset)) return NOTHING;
        const values = valuesAt(model, document, offset);
        const items = values && !isUnasked(values, params) ? valueItems(document, values) : [];
        // What is free depends on what is written so far: the next character asks again.
        const isIncomplete = items.length > 0;
        if (isIncomplete && isBegunValue(document, values, offset)) return { isIncomplete, items };
        provider ??= new KnetCompletion(knet);
        const words = await provider.getCompletion(document, params);
        return { isIncomplete, items: [...items, ...words.items] };
      }),
    );
  },
};

/** A space behind a complete line asks for nothing: whoever goes on to the next line must not choose by that. */
const isUnasked = ({ optional }: Proposals, { context }: CompletionParams) =>
  optional && context?.triggerCharacter === ' ';

/** A word with a dot, a slash, a colon or `=` in it is the beginning of no keyword. */
function isBegunValue({ textDocument }: LangiumDocument, values: Proposals | undefined, offset: number): boolean {
  return /[./:=]/.test(textDocument.getText().slice(values?.start ?? offset, offset));
}
