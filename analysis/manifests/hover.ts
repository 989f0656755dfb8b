import type { Position } from 'vscode-languageserver-types';
import { locate } from '../../manifests/locate.ts';
import { createBudget } from '../hover/budget.ts';
import type { HoverAnswer } from '../hover/hover.ts';
import { literalMarkdown } from '../hover/literal.ts';
import { cardOf } from '../hover/subjects.ts';
import type { Model } from '../model.ts';

/**
 * What there is to say about a word of a manifest: on the fields at the head of an object (`kind`, its name, what stands
 * right below `spec`) what the object is in the model; on an address what it covers. Undefined where there is nothing.
 */
export function manifestHoverAt(model: Model, uri: string, position: Position): HoverAnswer | undefined {
  const budget = createBudget();
  const file = model.manifests.find((one) => one.uri === uri);
  const found = file && locate(file, file.textDocument.offsetAt(position));
  if (!file || !found) return undefined;
  const card = isHead(found.path) ? cardOf(model, found.object.origin) : undefined;
  const literal = literalMarkdown(model, found.text);
  const parts = [
    ...(card ? [budget.spent() ? budget.note : card(budget).join('\n')] : []),
    ...(literal ? [literal] : []),
  ];
  if (parts.length === 0) return undefined;
  return { markdown: parts.join('\n\n---\n\n'), range: file.rangeOf(found.start, found.end), statement: false };
}

/** Deeper fields are left to the editor's own support for Kubernetes. */
function isHead([first, second, ...more]: readonly string[]): boolean {
  if (first === 'kind') return true;
  if (first === 'metadata') return second === undefined || second === 'name';
  return first === 'spec' && more.length === 0;
}
