import type { TextEdit } from 'vscode-languageserver-types';
import { isMap, isScalar, type YAMLMap } from 'yaml';
import { endOf, startOf } from '../origins.ts';
import { findPair } from '../text/value.ts';
import type { Text } from './place.ts';
import { scalarText } from './scalars.ts';
import { isEquality, isSelectorWord, type Selectors, selectorLines, splitLabel } from './selectors.ts';

export const isPeer = (map: YAMLMap): boolean =>
  ['podSelector', 'namespaceSelector', 'ipBlock'].some((field) => findPair(map, field));

/** Another peer, as `.knet` spells it, in the place of one: what it has of the new one already stays as it is written. */
export function setPeer(text: Text, map: YAMLMap, value: string): TextEdit[] {
  const selectors = readPeer(value);
  if (!selectors) return [];
  const missing = [...selectors].filter(([field, labels]) => !says(findPair(map, field)?.value, labels));
  const isKept = map.items.every(({ key }) => isScalar(key) && selectors.has(String(key.value)));
  const added = new Map(isKept ? missing : selectors);
  // A selector that is there in other words would have to be changed, and not added to.
  if (isKept && missing.some(([field]) => findPair(map, field))) return [];
  const start = startOf(map) + (isKept && map.flow ? 1 : 0);
  return [text.replace(start, isKept ? start : endOf(map), written(text, map, added, isKept))];
}

/** `from namespaceSelector a=b podSelector {}`; undefined for what this reader does not know. */
function readPeer(value: string): Selectors | undefined {
  const [side, ...words] = value.split(/\s+/);
  const selectors = new Map<string, string[]>();
  let labels: string[] | undefined;
  for (const word of words) {
    if (isSelectorWord(word)) {
      labels = [];
      selectors.set(word, labels);
    } else if (!labels) return undefined;
    else if (isEquality(word)) labels.push(word);
    else if (word !== '{}') return undefined;
  }
  return (side === 'from' || side === 'to') && selectors.size > 0 ? selectors : undefined;
}

/** Whether a selector asks for those labels and nothing else. */
function says(selector: unknown, labels: readonly string[]): boolean {
  if (!isMap(selector)) return false;
  const written = findPair(selector, 'matchLabels')?.value;
  if (selector.items.length > (written ? 1 : 0)) return false;
  const own = isMap(written) ? written.items.map(({ key, value }) => `${plain(key)}=${plain(value)}`) : [];
  return own.length === labels.length && labels.every((label) => own.includes(label));
}

const plain = (node: unknown) => (isScalar(node) ? String(node.value) : '');

function written(text: Text, map: YAMLMap, selectors: Selectors, isAdded: boolean): string {
  if (map.flow) {
    const fields = [...selectors].map(([field, labels]) => `${key(text, field)}: ${flowSelector(text, labels)}`);
    return isAdded ? `${fields.join(', ')}, ` : `{${fields.join(', ')}}`;
  }
  const lines = selectorLines(selectors);
  const indentation = ' '.repeat(text.column(startOf(map)));
  const block = lines.join(`${text.newline}${indentation}`);
  return isAdded ? `${block}${text.newline}${indentation}` : block;
}

const key = (text: Text, word: string) => (text.isJson ? JSON.stringify(word) : word);

function flowSelector(text: Text, labels: readonly string[]): string {
  const fields = labels.map((label) => {
    const [name, value] = splitLabel(label);
    return `${key(text, name)}: ${scalarText(value, undefined, { json: text.isJson, text: true })}`;
  });
  return fields.length === 0 ? '{}' : `{${key(text, 'matchLabels')}: {${fields.join(', ')}}}`;
}
