import type { TextEdit } from 'vscode-languageserver-types';
import { isMap, isScalar, isSeq, type Node, type Scalar, type YAMLMap } from 'yaml';
import { endOf, startOf, type YamlOrigin } from '../origins.ts';
import { readPlain } from '../text/plain.ts';
import { findPair } from '../text/value.ts';
import { insertField } from './insert.ts';
import { isPeer, setPeer } from './peers.ts';
import { Text } from './place.ts';
import { scalarText } from './scalars.ts';

/** Writes another value in the place of one; style and comments stay. None where it cannot be said there. */
export function setEdits(origin: YamlOrigin, value: string): TextEdit[] {
  const { document, label, key } = origin;
  const text = new Text(document);
  const node = label ?? origin.node;
  if (key) return setLabel(text, key, node, value);
  if (isScalar(node)) return [replaceScalar(text, node, value, isUnquoted(node, value))];
  if (!isMap(node)) return [];
  if (isPeer(node)) return setPeer(text, node, value);
  return findPair(node, 'operator') ? setRequirement(text, node, value) : setPort(text, node, value);
}

/** What is set to the word that it is, and is no text without quotes, is to be text. */
const isUnquoted = (node: Scalar, value: string) =>
  node.type === 'PLAIN' && node.value === value && readPlain(value).type !== 'text';

function replaceScalar(text: Text, node: Node, value: string, isText = false): TextEdit {
  const [start, end] = [startOf(node), endOf(node)];
  const written = scalarText(value, node, { json: text.isJson, text: isText });
  // Where nothing stands behind the colon there may be no space either, and a comment may come.
  const isEmpty = start === end;
  const [before, behind] = [text.text[start - 1] ?? ' ', text.text[end] ?? ' '];
  const spaces = [isEmpty && !/\s/.test(before) ? ' ' : '', isEmpty && behind === '#' ? ' ' : ''];
  return text.replace(start, end, spaces.join(written));
}

/** `app=web` in the place of a label: what differs of the two is written anew. */
function setLabel(text: Text, key: Node, node: Node, value: string): TextEdit[] {
  const parts = equality(value);
  if (!parts || !isScalar(key)) return [];
  // A key alone, as in `{app}`, is its own place: it gets a value.
  if (node === key) {
    const written = [scalarText(parts.key, key), scalarText(parts.value, undefined, { text: true })];
    return key.type === 'PLAIN' && !text.isJson ? [text.replace(startOf(key), endOf(key), written.join(': '))] : [];
  }
  if (!isScalar(node)) return [];
  const edits = key.value === parts.key ? [] : [replaceScalar(text, key, parts.key)];
  return node.value === parts.value && !isUnquoted(node, parts.value)
    ? edits
    : [...edits, replaceScalar(text, node, parts.value, true)];
}

/** `app=web` in the place of an item of `matchExpressions` that names one value. */
function setRequirement(text: Text, node: YAMLMap, value: string): TextEdit[] {
  const parts = equality(value);
  const [key, values] = [findPair(node, 'key')?.value, findPair(node, 'values')?.value];
  const [only, ...others] = isSeq(values) ? values.items : [];
  if (!parts || !isScalar(key) || !isScalar(only) || others.length > 0) return [];
  const edits = key.value === parts.key ? [] : [replaceScalar(text, key, parts.key)];
  return only.value === parts.value ? edits : [...edits, replaceScalar(text, only, parts.value, true)];
}

function equality(value: string): { key: string; value: string } | undefined {
  const match = /^([^=!]+)=(.*)$/.exec(value);
  return match ? { key: match[1]!, value: match[2]! } : undefined;
}

/** `8080/TCP`, `8000..8999/TCP` or `http` in the place of a port of a policy. */
function setPort(text: Text, node: YAMLMap, value: string): TextEdit[] {
  const match = /^(?:(\d+)(?:\.\.(\d+))?|([A-Za-z][\w-]*))(?:\/(TCP|UDP|SCTP))?$/.exec(value);
  const port = findPair(node, 'port')?.value;
  if (!match || !isScalar(port)) return [];
  const [, from, to, name, protocol] = match;
  const hasEnd = findPair(node, 'endPort') !== undefined;
  if (hasEnd !== (to !== undefined)) return [];
  return [
    replaceScalar(text, port, from ?? name!),
    ...setField(text, node, 'endPort', to),
    ...setField(text, node, 'protocol', protocol),
  ];
}

/** A protocol that is not written is TCP, and needs no word then. */
function setField(text: Text, node: YAMLMap, field: string, value: string | undefined): TextEdit[] {
  const old = findPair(node, field)?.value;
  if (value === undefined || (isScalar(old) && old.value === value)) return [];
  if (isScalar(old)) return [replaceScalar(text, old, value)];
  return value === 'TCP' ? [] : insertField(text, node, field, value);
}
