import type { TextEdit } from 'vscode-languageserver';
import type { Feature } from '../feature.ts';

/** The white space of a file as the examples have it. A file that cannot be read stays as it is. */
export const formatting: Feature = {
  capabilities: { documentFormattingProvider: true, documentRangeFormattingProvider: true },
  register({ connection, answer, knet }) {
    const formatter = knet.lsp.Formatter!;
    connection.onDocumentFormatting((params, token) =>
      answer<TextEdit[]>('formatting', [], params.textDocument.uri, token, ({ documents }) =>
        formatter.formatDocument(documents[0]!, params),
      ),
    );
    connection.onDocumentRangeFormatting((params, token) =>
      answer<TextEdit[]>('formatting of a range', [], params.textDocument.uri, token, ({ documents }) =>
        formatter.formatDocumentRange(documents[0]!, params),
      ),
    );
  },
};
