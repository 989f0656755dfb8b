import type { TextEdit } from 'vscode-languageserver-types';
import { isMap, isScalar, isSeq, type Node, type YAMLMap, type YAMLSeq } from 'yaml';
import { endOf, startOf, type YamlOrigin } from '../origins.ts';
import { findPair } from '../text/value.ts';
import { Text } from './place.ts';
import { ruleLines } from './rules.ts';
import { scalarText } from './scalars.ts';

/** Adds a field to an object (below its `spec`), or to a mapping such as a port. None where it cannot be said. */
export function insertEdits(origin: YamlOrigin, field: string, value: string): TextEdit[] {
  const text = new Text(origin.document);
  const { node } = origin;
  if (!isMap(node)) return [];
  const spec = findPair(node, 'kind') ? findPair(node, 'spec')?.value : node;
  if (!isMap(spec) || spec.items.length === 0) return [];
  if (value.startsWith('{')) return insertRule(text, spec, field, value);
  return findPair(spec, field) ? [] : insertField(text, spec, field, value);
}

/** On a line of its own behind the last field; within braces behind a comma. */
export function insertField(text: Text, map: YAMLMap, field: string, value: string): TextEdit[] {
  const last = map.items.at(-1);
  if (!last) return [];
  const end = endOf(((last.value as Node | null) ?? last.key) as Node);
  const quoted = scalarText(value, undefined, { json: text.isJson });
  if (map.flow) {
    const key = text.isJson ? JSON.stringify(field) : field;
    return [text.replace(end, end, `, ${key}: ${quoted}`)];
  }
  return insertLines(text, end, startOf(map), [`${field}: ${quoted}`]);
}

/** Whole lines behind the line that an offset is in, indented as what begins at `like` is. */
function insertLines(text: Text, behind: number, like: number, lines: readonly string[]): TextEdit[] {
  const at = text.lineEnd(behind);
  const indentation = ' '.repeat(text.column(like));
  const block = lines.map((line) => `${indentation}${line}`).join(text.newline);
  const isLast = !text.text.slice(0, at).endsWith('\n');
  return [text.replace(at, at, isLast ? `${text.newline}${block}` : `${block}${text.newline}`)];
}

/** A rule of a policy, as `.knet` writes it, becomes an item of the list. */
function insertRule(text: Text, spec: YAMLMap, field: string, value: string): TextEdit[] {
  const lines = ruleLines(value);
  const list = findPair(spec, field)?.value;
  if (!lines || spec.flow) return [];
  if (isSeq(list) && !list.flow && list.items.length > 0) return insertItem(text, list, lines);
  const last = spec.items.at(-1)!;
  const behind = endOf(((last.value as Node | null) ?? last.key) as Node);
  if (list === undefined) return insertLines(text, behind, startOf(spec), [`${field}:`, ...dashed(lines)]);
  const isEmpty = isSeq(list) ? list.flow && list.items.length === 0 : isScalar(list) && endOf(list) === startOf(list);
  if (!isEmpty) return [];
  const indentation = ' '.repeat(text.column(startOf(spec)));
  const block = dashed(lines)
    .map((line) => `${text.newline}${indentation}${line}`)
    .join('');
  return [text.replace(startOf(list as Node), endOf(list as Node), block)];
}

function insertItem(text: Text, list: YAMLSeq, lines: readonly string[]): TextEdit[] {
  const last = list.items.at(-1) as Node;
  return insertLines(text, endOf(last), startOf(list), dashed(lines));
}

const dashed = (lines: readonly string[]) => lines.map((line, i) => `${i === 0 ? '- ' : '  '}${line}`);
