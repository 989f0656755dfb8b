import type { DocumentHighlight, Location } from 'vscode-languageserver';
import { DocumentHighlightKind } from 'vscode-languageserver';
import { mentionsOf, namedAt } from '../../language/mentions.ts';
import type { Feature } from '../feature.ts';

/** Every place of the loaded models that names a thing. */
export const references: Feature = {
  capabilities: { referencesProvider: true },
  register({ connection, shared, answer, spelled }) {
    connection.onReferences(({ textDocument, position, context }, token) =>
      answer<Location[]>('references', [], textDocument.uri, token, ({ documents: [document] }) => {
        const target = namedAt(document!, position);
        const found = target ? mentionsOf(target, shared.workspace.LangiumDocuments.all) : [];
        const wanted = found.filter(({ declaration }) => context.includeDeclaration || !declaration);
        return wanted.map(({ uri, range }) => ({ uri: spelled(uri), range }));
      }),
    );
  },
};

/** The same places in the text at hand. */
export const highlights: Feature = {
  capabilities: { documentHighlightProvider: true },
  register({ connection, answer }) {
    connection.onDocumentHighlight(({ textDocument, position }, token) =>
      answer<DocumentHighlight[]>('highlights', [], textDocument.uri, token, ({ documents: [document] }) => {
        const target = namedAt(document!, position);
        const found = target ? mentionsOf(target, [document!]) : [];
        const own = document!.uri.toString();
        return found
          .filter(({ uri }) => uri === own)
          .map(({ range, declaration }) => ({
            range,
            kind: declaration ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
          }));
      }),
    );
  },
};
