import type { Position } from 'vscode-languageserver-types';
import { originAt, rangeOf } from '../language/origins.ts';
import type { Model } from './model.ts';
import type { Place } from './places.ts';

/** Where what stands at a position is declared. On a declaration it is that declaration itself. */
export function definitionAt(model: Model, uri: string, position: Position): Place | undefined {
  const document = model.documents.find((one) => one.uri.toString() === uri);
  const origin = document && originAt(document, document.textDocument.offsetAt(position));
  return origin && rangeOf(origin);
}
