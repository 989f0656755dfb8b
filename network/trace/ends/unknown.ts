import type { Parties } from '../parties.ts';

/** It is not known what an end stands for; the reason is a sentence. */
export function insufficient(reason: string): Parties {
  return { insufficient: reason };
}

/** Nothing bears the id. */
export function missing(id: string): Parties {
  return insufficient(`"${id}" names nothing`);
}
