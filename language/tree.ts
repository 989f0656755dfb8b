import { type AstNode, isAstNode } from 'langium';

/**
 * The nodes right inside a node, in the order of its properties. Langium's streams give the same through three objects and
 * four calls a node, which is felt where a whole file is walked.
 */
export function contentsOf(node: AstNode): readonly AstNode[] {
  const found: AstNode[] = [];
  for (const property in node) {
    if (property.startsWith('$')) continue;
    const value = (node as unknown as Record<string, unknown>)[property];
    if (Array.isArray(value)) for (const one of value) addNode(found, one);
    else addNode(found, value);
  }
  return found;
}

function addNode(found: AstNode[], value: unknown): void {
  if (isAstNode(value)) found.push(value);
}

/** Whether a node or one in it is such. */
export const someWithin = (node: AstNode, test: (node: AstNode) => boolean): boolean =>
  test(node) || contentsOf(node).some((one) => someWithin(one, test));
