import { originOfBox } from '../../diagram/locate.ts';
import type { Model } from '../model.ts';
import { rangeOf } from '../origins.ts';
import type { Place } from '../places.ts';

/** Where the object behind a box of the diagram is declared; undefined when the model has it no more. */
export function locate(model: Model, id: string): Place | undefined {
  const origin = originOfBox(model.topology, id);
  return origin && rangeOf(origin);
}
