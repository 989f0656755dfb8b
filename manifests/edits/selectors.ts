import { scalarText } from './scalars.ts';

/** Selectors by the field that they are written in, each a list of `key=value`; none of them selects all. */
export type Selectors = ReadonlyMap<string, readonly string[]>;

/** Whether a word of `.knet` begins a selector. */
export const isSelectorWord = (word: string): boolean => word === 'podSelector' || word === 'namespaceSelector';

/** `app=web`: a label that has to have a value. */
export const isEquality = (word: string): boolean => /^[^=!]+=[^=]*$/.test(word);

/** `app=web` as key and value. */
export function splitLabel(label: string): [key: string, value: string] {
  const at = label.indexOf('=');
  return [label.slice(0, at), label.slice(at + 1)];
}

/** Selectors as lines of YAML in block style. */
export const selectorLines = (selectors: Selectors): string[] =>
  [...selectors].flatMap(([field, labels]) => (labels.length === 0 ? [`${field}: {}`] : fieldLines(field, labels)));

function fieldLines(field: string, labels: readonly string[]): string[] {
  const fields = labels.map((label) => {
    const [key, value] = splitLabel(label);
    return `    ${key}: ${scalarText(value, undefined, { text: true })}`;
  });
  return [`${field}:`, '  matchLabels:', ...fields];
}
