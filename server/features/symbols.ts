import type { LangiumDocument } from 'langium';
import { SymbolKind, type WorkspaceSymbol } from 'vscode-languageserver';
import { originOf, rangeOf } from '../../language/origins.ts';
import { type Declared, declarationsOf } from '../../language/scoping/declared.ts';
import type { Feature } from '../feature.ts';
import { symbolKindOf } from './outline.ts';

/** More than anybody reads; the client asks again with every letter. */
const LIMIT = 500;

/** Everything with a name in the open models. */
export const symbols: Feature = {
  capabilities: { workspaceSymbolProvider: true },
  register({ connection, shared, defect, spelled }) {
    connection.onWorkspaceSymbol(({ query }) => {
      try {
        return symbolsLike(query, shared.workspace.LangiumDocuments.all, spelled);
      } catch (error) {
        defect('workspace symbols', error);
        return [];
      }
    });
  },
};

type Spelled = (uri: string) => string;

function symbolsLike(query: string, documents: Iterable<LangiumDocument>, spelled: Spelled): WorkspaceSymbol[] {
  const found: WorkspaceSymbol[] = [];
  for (const document of documents) {
    for (const declared of declarationsOf(document).all) {
      if (!isLike(declared.path.join('/'), query)) continue;
      const symbol = symbolOf(declared, spelled);
      if (symbol) found.push(symbol);
      if (found.length === LIMIT) return found;
    }
  }
  return found;
}

/** The letters of the query in their order, as clients match: `shdb` finds `shop/db`. */
function isLike(name: string, query: string): boolean {
  let from = 0;
  const lower = name.toLowerCase();
  for (const letter of query.toLowerCase().replaceAll(' ', '')) {
    from = lower.indexOf(letter, from) + 1;
    if (from === 0) return false;
  }
  return true;
}

function symbolOf({ node, keyword, path }: Declared, spelled: Spelled): WorkspaceSymbol | undefined {
  const place = rangeOf(originOf(node));
  if (!place) return undefined;
  const containerName = [keyword, path.slice(0, -1).join('/')].filter(Boolean).join(' in ');
  const kind = symbolKindOf(keyword) ?? SymbolKind.Property;
  return { name: path.at(-1)!, containerName, kind, location: { uri: spelled(place.uri), range: place.range } };
}
