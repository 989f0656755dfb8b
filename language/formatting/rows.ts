import * as ast from '../generated/ast.ts';
import type { Line, Piece } from './lines.ts';

/** A declaration on one line: a row of a table when its neighbours are alike. */
export interface Row {
  readonly line: Line;
  readonly keyword: string;
  /** The name, the brace, and every field: where columns begin. */
  readonly stops: readonly Piece[];
  /** Index of the brace among the stops. */
  readonly brace: number;
  /** Keywords of the fields; without words that stand alone at the end. */
  readonly shape: readonly string[];
}

/** Rows on successive lines of one depth; comment lines between them do not count. */
export function stacksOfRows(lines: readonly Line[]): Row[][] {
  const stacks: Row[][] = [];
  let stack: Row[] = [];
  const close = () => {
    if (stack.length > 0) stacks.push(stack);
    stack = [];
  };
  for (const line of lines) {
    if (line.blank) close();
    if (line.pieces[0]!.token.comment) continue;
    const row = rowOf(line);
    if (!row || stack[0]?.line.indent !== line.indent) close();
    if (row) stack.push(row);
  }
  close();
  return stacks;
}

function rowOf(line: Line): Row | undefined {
  const declaration = line.pieces[0]!.token.field;
  const code = line.trailing ? line.pieces.slice(0, -1) : line.pieces;
  const last = code.at(-1)!.token;
  if (!ast.isDeclaration(declaration) || last.end !== declaration.$cstNode?.end || last.brace !== 'close')
    return undefined;
  const brace = code.findIndex(({ token }) => token.brace === 'open' && token.leaf.astNode === declaration);
  if (brace < 0) return undefined;
  const fields = code.filter(({ token }) => token.field?.$container === declaration);
  const stops = [...code.slice(1, brace + 1), ...fields];
  return { line, keyword: kindOf(declaration.keyword), stops, brace: brace - 1, shape: shapeOf(declaration.fields) };
}

/** Directions are alike: `ingress` above `egress`, `from` above `to`. */
function kindOf(keyword: string): string {
  if (keyword === 'egress') return 'ingress';
  return keyword === 'to' ? 'from' : keyword;
}

function shapeOf(fields: readonly ast.Field[]): string[] {
  const shape = fields.map((field) => kindOf('keyword' in field ? String(field.keyword) : ''));
  while (shape.length > 0 && isFlag(fields[shape.length - 1]!)) shape.pop();
  return shape;
}

const isFlag = (field: ast.Field) => ast.isValueField(field) && field.values.length === 0;
