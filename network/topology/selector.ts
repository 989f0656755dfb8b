import type { Origin } from './origin.ts';

export type Labels = Readonly<Record<string, string>>;

/** One requirement, with the operators of a Kubernetes LabelSelector. `app=web` is In with one value. */
export interface Requirement {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  readonly values: readonly string[];
  readonly origin: Origin;
}

/** All requirements must hold; none of them selects everything (`{}`). */
export interface Selector {
  readonly requirements: readonly Requirement[];
  readonly origin: Origin;
}

/** Kubernetes' LabelSelector semantics: NotIn and DoesNotExist hold for an object without the key. */
export function matches(selector: Selector, labels: Labels): boolean {
  return selector.requirements.every((requirement) => holds(requirement, labels));
}

function holds({ key, operator, values }: Requirement, labels: Labels): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
  }
}

/** The selector as `.knet` writes it: `app=web tier in (fe, be) !has(legacy)`, or `{}`. */
export function formatSelector(selector: Selector): string {
  if (selector.requirements.length === 0) return '{}';
  return selector.requirements.map(formatRequirement).join(' ');
}

function formatRequirement({ key, operator, values }: Requirement): string {
  if (operator === 'Exists') return `has(${key})`;
  if (operator === 'DoesNotExist') return `!has(${key})`;
  if (values.length === 1) return `${key}${operator === 'In' ? '=' : '!='}${values[0]}`;
  return `${key} ${operator === 'In' ? 'in' : 'notin'} (${values.join(', ')})`;
}
