import type { AstNode } from 'langium';

const stamps = new WeakMap<AstNode, object>();

/**
 * An object that stays the same as long as nothing inside the node has changed. What was worked out from a node is
 * remembered together with it.
 */
export const stampOf = (node: AstNode): object => stamps.get(node) ?? node;

/** Says that something inside the node, and so inside all that is around it, has changed. */
export function restamp(node: AstNode | undefined): void {
  for (let at = node; at; at = at.$container) stamps.set(at, {});
}
