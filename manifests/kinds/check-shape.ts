import { isScalar, type Node } from 'yaml';
import { containerPortNameFault, labelKeyFault, labelValueFault } from '../../network/topology/object-names.ts';
import { originOf, type YamlOrigin } from '../origins.ts';
import { readPlain } from '../text/plain.ts';
import type { Value } from '../text/value.ts';
import type { ScalarShape, Shape } from './shapes.ts';

/**
 * Called for what is written otherwise than the API has it: the reason as a whole sentence, and whether it is plain what is meant;
 * `isUnquoted`: what is there only lacks quotes.
 */
type Tell = (message: string, origin: YamlOrigin, isPlain: boolean, isUnquoted?: boolean) => void;

/**
 * Holds a value against the types of the API. A reader of YAML that takes what it can get out of `matchLabels: app=web` gets
 * nothing, and so a selector of everything: the API server refuses it. `null` is as good as nothing said.
 */
export function checkShape(value: Value, shape: Shape, name: string, tell: Tell): void {
  if (value.isNull) return;
  if (Array.isArray(shape)) checkList(value, shape[0]!, name, tell);
  else if (typeof shape === 'object') checkFields(value, shape as Readonly<Record<string, Shape>>, name, tell);
  else if (shape === 'labels') checkLabels(value, name, tell);
  else {
    const fault = SCALARS[shape as ScalarShape](value, name);
    if (fault === undefined) return;
    const isUnquoted = TEXTS.has(shape as ScalarShape) && isNoText(value);
    tell(fault, value.origin, isUnquoted, isUnquoted);
  }
}

/** Types that every word is of, when it stands in quotes. */
const TEXTS: ReadonlySet<ScalarShape> = new Set(['text', 'labelKey', 'labelValue']);

/**
 * A number or a flag to Kubernetes, as YAML 1.1 has it. Where the API wants text it is plain what is meant: most programs take
 * and write a `y` as text (PyYAML, everything for YAML 1.2), and of a `version: 12` everybody knows which label it is.
 */
const isNoText = (value: Value) => !value.isText && value.plain !== undefined;

function checkList(value: Value, item: Shape, name: string, tell: Tell): void {
  if (!value.isSeq) tell(`${name} is a list`, value.origin, false);
  for (const one of value.items()) checkShape(one, item, `An item of ${name}`, tell);
}

function checkFields(value: Value, fields: Readonly<Record<string, Shape>>, name: string, tell: Tell): void {
  if (!value.isMap) tell(`${name} is a mapping`, value.origin, false);
  for (const [field, shape] of Object.entries(fields)) {
    const below = value.get(field);
    if (below) checkShape(below, shape, field, tell);
  }
}

function checkLabels(value: Value, name: string, tell: Tell): void {
  if (!value.isMap) tell(`${name} is a mapping`, value.origin, false);
  for (const { key, keyNode, value: one } of value.entries()) {
    const keyFault = labelKeyFault(key);
    if (keyFault !== undefined) tell(keyFault, originOf(one.document, keyNode), false);
    const word = isPlainScalar(keyNode) ? readPlain(key) : undefined;
    if (word?.type === 'flag')
      tell(
        `${key} without quotes is the key ${word.value} to Kubernetes: write it in quotes`,
        originOf(one.document, keyNode),
        true,
      );
    checkShape(one, 'labelValue', key, tell);
  }
}

const isPlainScalar = (node: Node) => isScalar(node) && node.type === 'PLAIN';

type Scalar = (value: Value, name: string) => string | undefined;

const text: Scalar = (value, name) => {
  if (value.isText) return undefined;
  const { plain } = value;
  if (!plain) return `${name} is text`;
  const what = plain.type === 'flag' ? 'true or false' : 'a number';
  return `${name} is text, and ${value.text()} without quotes is ${what} to Kubernetes: write it in quotes`;
};

const flag: Scalar = ({ plain }, name) => (plain?.type === 'flag' ? undefined : `${name} is true or false`);

const integer: Scalar = (value, name) => {
  if (value.plain?.type === 'number' && Number.isInteger(value.plain.value)) return undefined;
  return `${name} is a whole number${value.integer() === undefined ? '' : ', and stands without quotes'}`;
};

const port =
  (least: number): Scalar =>
  (value, name) => {
    const fault = integer(value, name);
    const number = value.integer() ?? -1;
    return fault ?? (number >= least && number <= 65535 ? undefined : `${value.text()} is no port number`);
  };

/** IntOrString: text is the name of a port, also where it looks like a number. */
const portOrText: Scalar = (value, name) => {
  if (value.plain?.type === 'number') return port(0)(value, name);
  if (!value.isText) return `${name} is a number or a name`;
  const written = value.text() ?? '';
  return /^\d+$/.test(written) ? `In quotes ${written} is a name: a number has none` : undefined;
};

const portOrName: Scalar = (value, name) => {
  const isName = value.isText && value.text() !== '';
  return portOrText(value, name) ?? (isName ? containerPortNameFault(value.text() ?? '') : undefined);
};

const oneOf =
  (...words: readonly string[]): Scalar =>
  (value, name) => {
    const written = value.text() ?? '';
    return (
      text(value, name) ?? (['', ...words].includes(written) ? undefined : `${name} is one of ${words.join(', ')}`)
    );
  };

const named =
  (faultOf: (name: string) => string | undefined): Scalar =>
  (value, name) =>
    text(value, name) ?? faultOf(value.text() ?? '');

const SCALARS: Readonly<Record<ScalarShape, Scalar>> = {
  text,
  flag,
  integer,
  portNumber: port(1),
  portOrZero: port(0),
  portOrName,
  portOrText,
  portName: named((name) => (name === '' ? undefined : containerPortNameFault(name))),
  labelKey: named(labelKeyFault),
  labelValue: named(labelValueFault),
  protocol: oneOf('TCP', 'UDP', 'SCTP'),
  serviceType: oneOf('ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'),
  trafficPolicy: oneOf('Cluster', 'Local'),
  affinity: oneOf('None', 'ClientIP'),
};
