/**
 * Checks a value against as much of JSON Schema as the schemas in docs/ use: type, properties, required,
 * additionalProperties, items, enum, oneOf, minimum, maximum, maxItems and $ref within the document. A schema with any
 * other word is refused, so that nothing is silently left unchecked.
 */
export function schemaErrors(schema: Schema, value: unknown): string[] {
  return errorsOf(schema, value, schema, '$');
}

export type Schema = { readonly [word: string]: unknown };

type Rule = (wanted: never, value: unknown, schema: Schema, root: Schema, path: string) => string[];

const RULES: Readonly<Record<string, Rule>> = {
  type: (wanted: string, value, _schema, _root, path) => (hasType(wanted, value) ? [] : [`${path} is no ${wanted}`]),
  enum: (wanted: unknown[], value, _schema, _root, path) =>
    wanted.includes(value) ? [] : [`${path}: ${JSON.stringify(value)} is none of ${wanted.join(', ')}`],
  minimum: (wanted: number, value, _schema, _root, path) =>
    typeof value === 'number' && value < wanted ? [`${path} is below ${wanted}`] : [],
  maximum: (wanted: number, value, _schema, _root, path) =>
    typeof value === 'number' && value > wanted ? [`${path} is above ${wanted}`] : [],
  maxItems: (wanted: number, value, _schema, _root, path) =>
    Array.isArray(value) && value.length > wanted ? [`${path} has more than ${wanted} items`] : [],
  required: (wanted: string[], value, _schema, _root, path) =>
    isObject(value) ? wanted.filter((key) => !(key in value)).map((key) => `${path}.${key} is missing`) : [],
  properties: (wanted: Record<string, Schema>, value, _schema, root, path) =>
    isObject(value)
      ? Object.entries(wanted).flatMap(([key, one]) =>
          value[key] === undefined ? [] : errorsOf(one, value[key], root, `${path}.${key}`),
        )
      : [],
  additionalProperties: (_wanted: false, value, schema, _root, path) =>
    isObject(value)
      ? Object.keys(value)
          .filter((key) => !(key in ((schema.properties as object) ?? {})))
          .map((key) => `${path}.${key} is not in the schema`)
      : [],
  items: (wanted: Schema, value, _schema, root, path) =>
    Array.isArray(value) ? value.flatMap((item, index) => errorsOf(wanted, item, root, `${path}[${index}]`)) : [],
  oneOf: (wanted: Schema[], value, _schema, root, path) => {
    const results = wanted.map((one) => errorsOf(one, value, root, path));
    const matching = results.filter((errors) => errors.length === 0).length;
    if (matching === 1) return [];
    const nearest = results.sort((a, b) => a.length - b.length)[0] ?? [];
    return [`${path} fits ${matching} of ${wanted.length} alternatives; the nearest fails in: ${nearest.join('; ')}`];
  },
  $ref: (wanted: string, value, _schema, root, path) => errorsOf(resolve(root, wanted), value, root, path),
};

const ANNOTATIONS = new Set(['$schema', '$defs', 'title', 'description']);

function errorsOf(schema: Schema, value: unknown, root: Schema, path: string): string[] {
  return Object.entries(schema).flatMap(([word, wanted]) => {
    if (ANNOTATIONS.has(word)) return [];
    const rule = RULES[word];
    if (!rule) throw new Error(`the schema uses "${word}", which this check does not know`);
    return rule(wanted as never, value, schema, root, path);
  });
}

function resolve(root: Schema, pointer: string): Schema {
  const found = pointer
    .replace(/^#\//, '')
    .split('/')
    .reduce<unknown>((at, key) => (at as Schema)?.[key], root);
  if (!isObject(found)) throw new Error(`the schema has no ${pointer}`);
  return found;
}

function hasType(wanted: string, value: unknown): boolean {
  if (wanted === 'integer') return Number.isInteger(value);
  if (wanted === 'array') return Array.isArray(value);
  return wanted === 'object' ? isObject(value) : typeof value === wanted;
}

const isObject = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
