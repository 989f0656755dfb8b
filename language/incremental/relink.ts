import { type AstNode, AstUtils, type LangiumDocument, type Reference } from 'langium';
import * as ast from '../generated/ast.ts';
import type { Replaced } from './reparse.ts';

/** The declarations of a block that was read anew, by those in whose place they are; undefined when names differ. */
export function counterparts({ old, fresh }: Replaced): Map<AstNode, AstNode> | undefined {
  const [before, after] = [[...declarationsIn(old)], [...declarationsIn(fresh)]];
  const same = before.length === after.length && before.every((one, i) => isNamedLike(one, after[i]!));
  return same ? new Map(before.map((one, i) => [one, after[i]!])) : undefined;
}

function* declarationsIn(node: ast.Declaration): Generator<ast.Declaration> {
  yield node;
  for (const field of node.fields ?? []) if (ast.isDeclaration(field)) yield* declarationsIn(field);
}

/** All that the resolution of names looks at. */
const isNamedLike = (a: ast.Declaration, b: ast.Declaration) =>
  a.$type === b.$type && a.keyword === b.keyword && a.name === b.name && targetText(a) === targetText(b);

const targetText = (node: ast.Declaration) => (ast.isExtend(node) ? node.target?.$refText : undefined);

/** Leads references to the old declarations to the new ones. No name has come or gone, so all others lead where they led. */
export function redirect(document: LangiumDocument, fresh: ReadonlyMap<AstNode, AstNode>): void {
  for (const reference of document.references as Linked[]) {
    const target = reference._ref && fresh.get(reference._ref);
    if (!target) continue;
    reference._ref = target;
    reference._nodeDescription = undefined;
  }
}

/** What a reference leads to, as Langium keeps it. */
interface Linked extends Reference {
  _ref?: AstNode;
  _nodeDescription?: unknown;
}

/** Forgets the references of the old block and resolves those of the new one. */
export function linkBlock(document: LangiumDocument, { old, fresh }: Replaced): void {
  const gone = new Set(referencesIn(old));
  document.references = document.references.filter((one) => !gone.has(one as Reference));
  // Asking a reference where it leads resolves it and adds it to those of the document.
  for (const reference of referencesIn(fresh)) void reference.ref;
}

function referencesIn(node: AstNode): Reference[] {
  const infos = AstUtils.streamAst(node).flatMap((one) => AstUtils.streamReferences(one));
  return infos.map(({ reference }) => reference as Reference).toArray();
}
