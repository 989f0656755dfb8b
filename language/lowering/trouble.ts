import { type AstNode, AstUtils, type LangiumDocument } from 'langium';
import * as ast from '../generated/ast.ts';
import { notesOf } from '../parsing/note.ts';
import { someWithin } from '../tree.ts';

const offsets = new WeakMap<AstNode, readonly number[]>();

/** True when the node's text holds a syntax error, a word that is no field, or a keyword that was only guessed. */
export function troubleIn(node: AstNode): boolean {
  const { $cstNode: cst } = node;
  if (!cst) return true;
  if (someWithin(node, (one) => ast.isUnknownField(one) || ast.isStray(one))) return true;
  const document = AstUtils.findRootNode(node).$document;
  return document !== undefined && troubleOffsets(document).some((at) => cst.offset <= at && at <= cst.end);
}

function troubleOffsets(document: LangiumDocument): readonly number[] {
  const { value, lexerErrors, parserErrors, lexerReport } = document.parseResult;
  let found = offsets.get(value);
  if (!found) {
    const unexpected = parserErrors.flatMap(({ token, previousToken }: { token: Place; previousToken?: Place }) => [
      token.startOffset,
      previousToken?.startOffset ?? Number.NaN,
    ]);
    found = [...lexerErrors.map((one) => one.offset), ...notesOf(lexerReport).map((one) => one.offset), ...unexpected];
    offsets.set(value, found);
  }
  return found;
}

interface Place {
  readonly startOffset: number;
}
