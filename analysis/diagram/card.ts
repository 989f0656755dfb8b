import { originOfBox } from '../../diagram/locate.ts';
import { createBudget } from '../hover/budget.ts';
import { cardOf } from '../hover/subjects.ts';
import type { Model } from '../model.ts';

/** What the editor's hover says of the object behind a box of the diagram, as Markdown; undefined where it says nothing. */
export function boxCard(model: Model, id: string): string | undefined {
  const origin = originOfBox(model.topology, id);
  return origin && cardOf(model, origin)?.(createBudget()).join('\n');
}
