import type { CalicoSelector } from '../../network/topology/cni.ts';
import * as ast from '../generated/ast.ts';
import { blocksOf, type Fields, unquoted } from './values.ts';

/** The selector behind the keyword. Undefined when nothing is written; one that cannot be read selects nothing. */
export function calicoSelectorOf(block: Fields, keyword: string): CalicoSelector | undefined {
  const field = blocksOf(block, ast.isCalicoField).findLast((one) => one.keyword === keyword);
  return field && (read(field.expression) ?? NOTHING);
}

const NOTHING: CalicoSelector = { op: '!', operand: { op: 'all' } };

function read(node: ast.CalicoExpression | undefined): CalicoSelector | undefined {
  if (ast.isCalicoBinary(node)) return readBinary(node);
  if (ast.isCalicoNot(node)) return negated(read(node.operand));
  return ast.isCalicoTerm(node) ? readTerm(node) : undefined;
}

function readBinary(node: ast.CalicoBinary): CalicoSelector | undefined {
  const left = read(node.left);
  const right = read(node.right);
  return left && right && { op: node.operator === '||' ? '||' : '&&', left, right };
}

const negated = (operand: CalicoSelector | undefined): CalicoSelector | undefined => operand && { op: '!', operand };

function readTerm({ key, operator, value, text }: ast.CalicoTerm): CalicoSelector | undefined {
  if (key === undefined) return readFunction(text ?? '');
  if (operator === '==' || operator === '!=') return value === undefined ? undefined : { op: operator, key, value };
  const set = /^(not\s+)?in\s*\{(.*)\}$/.exec(text ?? '');
  if (!set) return undefined;
  const values = set[2]!
    .split(',')
    .map((one) => unquoted(one.trim()))
    .filter((one) => one !== '');
  return { op: set[1] ? 'not in' : 'in', key, values };
}

function readFunction(text: string): CalicoSelector | undefined {
  const has = /^(!)?has\((.*)\)$/.exec(text);
  if (!has) return text === '' ? undefined : { op: 'all' };
  const term: CalicoSelector = { op: 'has', key: has[2]! };
  return has[1] ? { op: '!', operand: term } : term;
}
