/** Ids of an index by the name at their end. */
const byName = new WeakMap<ReadonlyMap<string, unknown>, ReadonlyMap<string, readonly string[]>>();

/**
 * The ids of an index that a text means which leaves out what is in front of it: `web` and `default/web` mean
 * `shop/default/web`. In the order of the index.
 */
export function idsEndingIn(index: ReadonlyMap<string, unknown>, text: string): string[] {
  const names = byName.get(index) ?? namesOf(index.keys());
  byName.set(index, names);
  return (names.get(lastName(text)) ?? []).filter((id) => id === text || id.endsWith(`/${text}`));
}

function namesOf(ids: Iterable<string>): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string[]>();
  for (const id of ids) {
    const same = names.get(lastName(id));
    if (same) same.push(id);
    else names.set(lastName(id), [id]);
  }
  return names;
}

const lastName = (id: string) => id.slice(id.lastIndexOf('/') + 1);
