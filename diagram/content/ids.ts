import type { BoxKind } from '../graph.ts';

/*
 * Ids of boxes: the kind and what the topology calls the object. They survive edits as long as the object keeps its
 * name, so that a viewer can keep its place and a click can be led back to the text.
 */

export const boxId = (kind: Exclude<BoxKind, 'pods' | 'internet'>, id: string): string => `${kind}:${id}`;

/** The pods of one workload on one node. Neither id holds an `@`. */
export const podsId = (workload: string, node: string): string => `pods:${workload}@${node}`;

/** The row that stands for the rest where a node has more pods than a picture should list. */
export const restId = (node: string): string => `pods:@${node}`;

export const INTERNET = 'internet:';

export interface BoxName {
  readonly kind: BoxKind;
  /** Topology id; for `pods` the workload's, or empty for the rest of a node's pods. */
  readonly id: string;
  /** `pods` only. */
  readonly node?: string;
}

/** Takes an id apart again. */
export function parseBoxId(id: string): BoxName {
  const colon = id.indexOf(':');
  const kind = id.slice(0, colon) as BoxKind;
  const rest = id.slice(colon + 1);
  const at = kind === 'pods' ? rest.lastIndexOf('@') : -1;
  return at < 0 ? { kind, id: rest } : { kind, id: rest.slice(0, at), node: rest.slice(at + 1) };
}
