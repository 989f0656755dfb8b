import type { Origin } from '../../network/topology/origin.ts';
import type { Labels, Requirement, Selector } from '../../network/topology/selector.ts';
import { pairOrigin } from '../origins.ts';
import type { Value } from '../text/value.ts';

/** The labels of an object's metadata. */
export function labelsOf(metadata: Value | undefined): Labels {
  const entries = metadata?.get('labels')?.entries() ?? [];
  return Object.fromEntries(entries.map(({ key, value }) => [key, value.text() ?? '']));
}

export const annotationOf = (metadata: Value | undefined, key: string): string | undefined =>
  metadata?.at('annotations', key)?.text();

/** A mapping of labels, all of which must be there: the selector of a Service, `matchLabels`. */
export function plainSelector(value: Value): Selector {
  return { requirements: equalities(value), origin: value.origin };
}

const equalities = (value: Value): Requirement[] =>
  value.entries().map(({ key, keyNode, value: label }) => ({
    key,
    operator: 'In',
    values: [label.text() ?? ''],
    origin: pairOrigin(label.document, keyNode, label.node ?? keyNode),
  }));

const OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist'] as const;

/** Called for what makes no sense, with the reason as a whole sentence. */
export type Told = (message: string, origin: Origin) => void;

/**
 * A LabelSelector. What cannot be read is told, and there is no selector then: half of one would select more than was
 * meant. `{}` and nothing at all select everything.
 */
export function labelSelector(value: Value, tell: Told): Selector | undefined {
  const known = ['matchLabels', 'matchExpressions'];
  const foreign = value.entries().find(({ key }) => !known.includes(key));
  if (foreign) {
    tell(
      `${foreign.key} is no field of a label selector: it has matchLabels and matchExpressions`,
      foreign.value.origin,
    );
    return undefined;
  }
  if (!value.isNull && !value.isMap) {
    tell('A label selector is a mapping', value.origin);
    return undefined;
  }
  const labels = value.get('matchLabels');
  const expressions = (value.get('matchExpressions')?.items() ?? []).map((one) => expression(one, tell));
  if (expressions.some((one) => one === undefined)) return undefined;
  const requirements = [...(labels ? equalities(labels) : []), ...expressions.filter((one) => one !== undefined)];
  return { requirements, origin: value.origin };
}

function expression(value: Value, tell: Told): Requirement | undefined {
  const key = value.get('key')?.text();
  const written = value.get('operator');
  const operator = OPERATORS.find((one) => one === written?.text());
  const values = (value.get('values')?.items() ?? []).map((one) => one.text() ?? '');
  const { origin } = value;
  const foreign = value.entries().find((one) => !['key', 'operator', 'values'].includes(one.key));
  if (foreign)
    tell(`${foreign.key} is no field of a requirement: it has key, operator and values`, foreign.value.origin);
  else if (key === undefined) tell('A requirement names the key of a label', origin);
  else if (!operator)
    tell(`The operator of a requirement is one of ${OPERATORS.join(', ')}`, written?.origin ?? origin);
  else if (isSet(operator) && values.length === 0) tell(`${operator} needs values`, origin);
  else if (!isSet(operator) && values.length > 0) tell(`${operator} has no values`, origin);
  else return { key, operator, values, origin };
  return undefined;
}

const isSet = (operator: Requirement['operator']) => operator === 'In' || operator === 'NotIn';
