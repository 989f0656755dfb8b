import type { DocumentLink } from 'vscode-languageserver';
import { type ImportedFile, importsOf } from '../../language/model.ts';
import { originOf, rangeOf } from '../../language/origins.ts';
import type { Feature } from '../feature.ts';

/** Imports lead to their files. One that is not there has a diagnostic and no link. */
export const links: Feature = {
  capabilities: { documentLinkProvider: {} },
  register({ connection, answer, spelled }) {
    connection.onDocumentLinks(({ textDocument }, token) =>
      answer<DocumentLink[]>('links', [], textDocument.uri, token, ({ documents: [document] }) =>
        importsOf(document!).flatMap((imported) => linkOf(imported, spelled)),
      ),
    );
  },
};

function linkOf({ node, document }: ImportedFile, spelled: (uri: string) => string): DocumentLink[] {
  const range = rangeOf(originOf(node, 'path'))?.range;
  if (!document || !range) return [];
  const { start, end } = range;
  // Without the quotes, as editors underline links.
  const inner = {
    start: { line: start.line, character: start.character + 1 },
    end: { line: end.line, character: end.character - 1 },
  };
  return [{ range: inner, target: spelled(document.uri.toString()) }];
}
