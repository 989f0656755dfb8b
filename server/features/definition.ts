import type { Location } from 'vscode-languageserver';
import { definitionAt } from '../../analysis/definition.ts';
import type { Feature } from '../feature.ts';

export const definition: Feature = {
  capabilities: { definitionProvider: true },
  register({ connection, answer, spelled }) {
    connection.onDefinition(({ textDocument, position }, token) =>
      answer<Location | null>('definition', null, textDocument.uri, token, (model) => {
        const place = definitionAt(model, model.uri, position);
        return place ? { uri: spelled(place.uri), range: place.range } : null;
      }),
    );
  },
};
