import { editDistance } from '../network/checks/services/nearest-labels.ts';

/** The name that is spelt most like the text, when it is spelt like it at all. */
export function nearest(text: string, names: Iterable<string>): string | undefined {
  let [best, least]: [string | undefined, number] = [undefined, Number.POSITIVE_INFINITY];
  for (const name of names) {
    const allowed = Math.max(2, Math.floor(name.length / 3));
    if (Math.abs(name.length - text.length) > allowed) continue;
    const distance = editDistance(text.toLowerCase(), name.toLowerCase());
    if (distance <= allowed && distance < least) [best, least] = [name, distance];
  }
  return best;
}

/** The id of which the end, as many names as the text has, is spelt most like the text. */
export function nearestId(text: string, ids: Iterable<string>): string | undefined {
  const names = text.split('/').length;
  const byEnd = new Map([...ids].map((id) => [id.split('/').slice(-names).join('/'), id]));
  const found = nearest(text, byEnd.keys());
  return found === undefined ? undefined : byEnd.get(found);
}
