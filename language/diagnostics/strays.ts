import * as ast from '../generated/ast.ts';
import { nearest } from '../spelling.ts';
import { blockKinds } from './kinds.ts';
import type { Report } from './report.ts';

/** Text behind a field that belongs to nothing, on the field's own line: most likely its value, badly written. */
export interface Strays {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

/** What stands behind a field in the place of its value; it is then spoken of with the field and not by itself. */
export function takeStrays(report: Report, field: ast.Field): Strays | undefined {
  const block = field.$container;
  const siblings = ast.isDeclaration(block) ? block.fields : [];
  const strays = following(siblings, siblings.indexOf(field)).filter((one) => report.onSameLine(field, one));
  const [first, last] = [strays[0]?.$cstNode, strays.at(-1)?.$cstNode];
  if (!first || !last || (ast.isUnknownField(strays[0]) && isNearKeyword(strays[0]))) return undefined;
  for (const one of strays) report.skip(one);
  const length = last.end - first.offset;
  return { offset: first.offset, length, text: first.root.fullText.slice(first.offset, last.end) };
}

/** Unknown fields and signs directly behind the field with that index. */
function following(fields: readonly ast.Field[], index: number): ast.Field[] {
  const rest = fields.slice(index + 1);
  const end = rest.findIndex((one) => !ast.isUnknownField(one) && !ast.isStray(one));
  return end < 0 ? rest : rest.slice(0, end);
}

function isNearKeyword(node: ast.UnknownField): boolean {
  const fields =
    blockKinds()
      .get(node.$container?.$type ?? '')
      ?.fields.keys() ?? [];
  return nearest(node.name, fields) !== undefined;
}
