import type { Requirement, Selector } from '../../network/topology/selector.ts';
import type * as ast from '../generated/ast.ts';
import { originOf } from '../origins.ts';
import type { LoweringContext } from './context.ts';

/**
 * A label selector. Undefined when nothing is written behind the keyword or something in it cannot be read: half a
 * selector would select more than was meant.
 */
export function selectorOf(
  _context: LoweringContext,
  node: ast.SelectorField | ast.SelectorPart | undefined,
): Selector | undefined {
  const texts = node?.requirements ?? [];
  if (!node || (texts.length === 0 && !node.all)) return undefined;
  const requirements = texts.map((text, i) => readRequirement(text, node, i));
  if (requirements.some((one) => one === undefined)) return undefined;
  return { requirements: requirements.filter((one) => one !== undefined), origin: originOf(node) };
}

const SET = /^(\S+)\s+(in|notin)\s*\((.*)\)$/;
const HAS = /^(!?)has\((.*)\)$/;
const EQUAL = /^([^!=]+)(!?=)(.*)$/;

function readRequirement(
  text: string,
  node: ast.SelectorField | ast.SelectorPart,
  index: number,
): Requirement | undefined {
  const origin = originOf(node, 'requirements', index);
  const set = SET.exec(text);
  if (set) return readSet(set[1]!, set[2]!, set[3]!, origin);
  const has = HAS.exec(text);
  if (has)
    return has[2] ? { key: has[2], operator: has[1] ? 'DoesNotExist' : 'Exists', values: [], origin } : undefined;
  const equal = EQUAL.exec(text);
  return equal
    ? { key: equal[1]!, operator: equal[2] === '=' ? 'In' : 'NotIn', values: [equal[3]!], origin }
    : undefined;
}

/** Kubernetes refuses `in` and `notin` without values. */
function readSet(key: string, operator: string, list: string, origin: Requirement['origin']): Requirement | undefined {
  const values = list.split(',').map((value) => value.trim());
  if (values.some((value) => !/^[\w.-]+$/.test(value))) return undefined;
  return { key, operator: operator === 'in' ? 'In' : 'NotIn', values, origin };
}
