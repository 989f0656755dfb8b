import type { Position, Range } from 'vscode-languageserver-types';
import { drawables } from '../../diagram/declared.ts';
import { contains } from '../../language/ranges.ts';
import { type Model, perModel } from '../model.ts';
import { declarationRangeOf } from '../origins.ts';

/** What the boxes of the object that is declared at a position are called, or what their ids begin with; the innermost. */
export function boxAt(model: Model, uri: string, position: Position): string | undefined {
  let found: Placed | undefined;
  for (const one of placed(model).get(uri) ?? [])
    if (contains(one.range, position) && (!found || contains(found.range, one.range.start))) found = one;
  return found?.box;
}

interface Placed {
  readonly box: string;
  readonly range: Range;
}

const placed = perModel(({ topology }) => {
  const files = new Map<string, Placed[]>();
  for (const { box, origin } of drawables(topology)) {
    const place = declarationRangeOf(origin);
    if (!place) continue;
    const list = files.get(place.uri);
    if (list) list.push({ box, range: place.range });
    else files.set(place.uri, [{ box, range: place.range }]);
  }
  return files;
});
