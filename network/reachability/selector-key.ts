import type { Selector } from '../topology/selector.ts';

const keys = new WeakMap<Selector, string>();

/** Equal for equal selectors; as JSON, since nobody has checked what a reader let through as a label. */
export function selectorKey(selector: Selector): string {
  let key = keys.get(selector);
  if (key === undefined) {
    key = JSON.stringify(selector.requirements.map(({ key, operator, values }) => [key, operator, values]));
    keys.set(selector, key);
  }
  return key;
}
