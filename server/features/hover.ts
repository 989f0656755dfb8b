import { MarkupKind } from 'vscode-languageserver';
import { hoverAt } from '../../analysis/hover/hover.ts';
import type { Feature } from '../feature.ts';

export const hover: Feature = {
  capabilities: { hoverProvider: true },
  register({ connection, answer }) {
    connection.onHover(({ textDocument, position }, token) =>
      answer('hover', null, textDocument.uri, token, (model) => {
        const found = hoverAt(model, model.uri, position);
        return found && { contents: { kind: MarkupKind.Markdown, value: found.markdown }, range: found.range };
      }),
    );
  },
};
