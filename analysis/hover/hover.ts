import type { Position, Range } from 'vscode-languageserver-types';
import { originAt } from '../../language/origins.ts';
import { type Leaf, leafAt } from '../leaf.ts';
import type { Model } from '../model.ts';
import { questionAt } from '../questions.ts';
import { type Budget, createBudget } from './budget.ts';
import { keywordMarkdown } from './keyword.ts';
import { literalMarkdown } from './literal.ts';
import { questionMarkdown } from './question.ts';
import { cardOf } from './subjects.ts';

export interface HoverAnswer {
  readonly markdown: string;
  /** What the hover is about, to be highlighted while it is shown. */
  readonly range: Range;
  /** True over a `trace` or `expect`; the range is the statement's then. */
  readonly statement: boolean;
}

/**
 * What there is to say about a position: on a `trace` or `expect` the packet's way, else what a word means, what an
 * object is, what a literal covers. Undefined where there is nothing to say.
 */
export function hoverAt(
  model: Model,
  uri: string,
  position: Position,
  budget = createBudget(),
): HoverAnswer | undefined {
  const leaf = leafAt(model, uri, position);
  if (!leaf) return undefined;
  const found = questionAt(model, uri, position);
  const parts = found
    ? [questionMarkdown(model, found, budget), ...objectParts(model, leaf, budget)]
    : partsOf(model, leaf, budget);
  if (parts.length === 0) return undefined;
  return {
    markdown: parts.join('\n\n---\n\n'),
    range: found?.range ?? leaf.node.range,
    statement: found !== undefined,
  };
}

function partsOf(model: Model, leaf: Leaf, budget: Budget): string[] {
  const word = leaf.keyword ? keywordMarkdown(leaf.node) : undefined;
  const literal = leaf.keyword ? undefined : literalMarkdown(model, leaf.node.text);
  return [...(word ? [word] : []), ...objectParts(model, leaf, budget), ...(literal ? [literal] : [])];
}

/** The card of the object that is declared or referred to here: what is written of it, and as much more as the time allows. */
function objectParts(model: Model, { document, offset }: Leaf, budget: Budget): string[] {
  const origin = originAt(document, offset);
  const card = origin && cardOf(model, origin);
  if (!card) return [];
  return [card(budget).join('\n')];
}
