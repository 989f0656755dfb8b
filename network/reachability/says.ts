/** Whether two things say the same, wherever it is written: a reader makes some of them anew with every text. */
export function says(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const keys = saying(a);
  return keys.length === saying(b).length && keys.every((key) => says(a[key as never], b[key as never]));
}

const saying = (one: object) => Object.keys(one).filter((key) => !/origin$/i.test(key));
