import type { Position } from 'vscode-languageserver-types';
import { originAt } from '../language/origins.ts';
import { leafAt } from './leaf.ts';
import type { Model } from './model.ts';
import { rangeOf } from './origins.ts';
import type { Place } from './places.ts';

/** Where what a name stands for is declared. On a declaration's own name that is the name itself. */
export function definitionAt(model: Model, uri: string, position: Position): Place | undefined {
  const leaf = leafAt(model, uri, position);
  if (!leaf || leaf.keyword) return undefined;
  const origin = originAt(leaf.document, leaf.offset);
  return origin && rangeOf(origin);
}
