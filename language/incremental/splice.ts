import type { AstNode, CompositeCstNode, Mutable } from 'langium';
import type * as ast from '../generated/ast.ts';
import type { Block } from './block.ts';
import { forgetRange, shiftBehind, shiftNode } from './shift.ts';
import { restamp } from './stamp.ts';

/** Puts a newly read declaration in the place of the one in the tree, and its text in the place of the old one's. */
export function splice({ node: old, cst: place }: Block, fresh: ast.Declaration, text: string): void {
  const piece = fresh.$cstNode as CompositeCstNode;
  const before = endOf(place);
  const { start } = place.range;
  shiftNode(piece, { offset: place.offset, lines: start.line, line: 0, columns: start.character });
  adopt(place, piece);
  const after = endOf(place);
  const [offset, lines] = [after.offset - before.offset, after.line - before.line];
  const columns = after.character - before.character;
  shiftBehind(place, { offset, lines, line: before.line, columns });
  replaceNode(old, fresh);
  // Langium's way of writing it; there is none that is public.
  (place.root as unknown as { _text: string })._text = text;
}

function endOf(cst: CompositeCstNode) {
  return { offset: cst.end, ...cst.range.end };
}

function adopt(place: CompositeCstNode, { content }: CompositeCstNode): void {
  for (const child of content) (child as Mutable<typeof child>).container = place;
  (place as Mutable<CompositeCstNode>).content = content;
  forgetRange(place);
}

function replaceNode(old: ast.Declaration, fresh: ast.Declaration): void {
  const { $container: container, $containerProperty: property, $containerIndex: index, $cstNode: cst } = old;
  Object.assign(fresh, { $container: container, $containerProperty: property, $containerIndex: index, $cstNode: cst });
  (cst as unknown as { astNode: AstNode }).astNode = fresh;
  const list = (container as unknown as Record<string, AstNode[]>)[property!]!;
  list[index!] = fresh;
  restamp(container);
}
