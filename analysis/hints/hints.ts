import { type AstNode, GrammarUtils } from 'langium';
import * as ast from '../../language/generated/ast.ts';
import type { Model } from '../model.ts';
import type { Hint, HintOptions } from './hint.ts';
import { rangeWords } from './ranges.ts';
import { serviceWords } from './services.ts';

/** The hints between two offsets of the model's own file, in the order of the text. What lies outside costs nothing. */
export function hintsIn(model: Model, start: number, end: number, options: HintOptions): Hint[] {
  const root = model.documents[0]!.parseResult.value as ast.Model;
  const hints: Hint[] = [];
  for (const node of fieldsIn(root.items ?? [], start, end)) {
    if (options.ranges && ast.isValueField(node)) hints.push(...ofRange(model, node));
    if (options.services && ast.isService(node)) hints.push(...ofService(model, node));
  }
  return hints.filter(({ at }) => at >= start && at <= end);
}

function* fieldsIn(fields: readonly ast.Field[], start: number, end: number): Generator<ast.Field> {
  for (const field of fields) {
    const cst = field.$cstNode;
    if (!cst || cst.end < start || cst.offset > end) continue;
    yield field;
    if (ast.isDeclaration(field)) yield* fieldsIn(field.fields ?? [], start, end);
  }
}

function ofRange(model: Model, field: ast.ValueField): Hint[] {
  const words = rangeWords(model, field);
  return words.flatMap((one, index) => {
    const at = one && endOf(field, 'values', index);
    return at === undefined ? [] : [{ at, ...one! }];
  });
}

function ofService(model: Model, node: ast.Service): Hint[] {
  const at = endOf(node, 'name');
  const words = at === undefined ? undefined : serviceWords(model, node);
  return at === undefined || !words ? [] : [{ at, ...words }];
}

const endOf = (node: AstNode, property: string, index?: number) =>
  GrammarUtils.findNodeForProperty(node.$cstNode, property, index)?.end;
