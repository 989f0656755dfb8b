import type { CalicoSelector } from './cni.ts';
import type { Labels } from './selector.ts';

/** Calico's semantics: `!=` and `not in` hold for an object without the label. Undefined selects everything. */
export function calicoMatches(selector: CalicoSelector | undefined, labels: Labels): boolean {
  if (!selector) return true;
  switch (selector.op) {
    case 'all':
      return true;
    case 'has':
      return Object.hasOwn(labels, selector.key);
    case '==':
      return labelValue(labels, selector.key) === selector.value;
    case '!=':
      return labelValue(labels, selector.key) !== selector.value;
    case 'in':
      return selector.values.includes(labelValue(labels, selector.key) ?? '') && Object.hasOwn(labels, selector.key);
    case 'not in':
      return !(selector.values.includes(labelValue(labels, selector.key) ?? '') && Object.hasOwn(labels, selector.key));
    case '!':
      return !calicoMatches(selector.operand, labels);
    case '&&':
      return calicoMatches(selector.left, labels) && calicoMatches(selector.right, labels);
    case '||':
      return calicoMatches(selector.left, labels) || calicoMatches(selector.right, labels);
  }
}

function labelValue(labels: Labels, key: string): string | undefined {
  return Object.hasOwn(labels, key) ? labels[key] : undefined;
}
