import { cniFields, cniModes, type ValueKind, valueKindOf } from '../fields.ts';
import * as ast from '../generated/ast.ts';
import { originOf } from '../origins.ts';
import { nearest } from '../spelling.ts';
import { reportPair } from './pairs.ts';
import { didYouMean, oneOf, question, type Report, replaceText } from './report.ts';
import { takeStrays } from './strays.ts';

/** What is missing or wrong behind the keyword of a field that takes plain values. */
export function reportValues(report: Report, node: ast.ValueField): void {
  const kind = kindOf(node);
  const values = node.values ?? [];
  if (!kind) return;
  if (kind.kind === 'flag') reportFlag(report, node, values);
  else if (values.length === 0) reportMissing(report, node, expected(kind));
  else if (kind.kind === 'pair') reportPair(report, node);
  else for (const [i, value] of values.entries()) reportValue(report, node, kind, value, i);
}

/** A field without a value, or with something in its place. */
export function reportMissing(
  report: Report,
  node: ast.Field,
  what: string,
  keyword = keywordOf(node),
  origin = originOf(node),
): void {
  if (isFollowedBySpacedLabel(node)) return;
  const message = `expected ${what} after ${keyword}`;
  const strays = takeStrays(report, node);
  if (strays) report.addAt('SYNTAX', strays.offset, strays.length, `${message}, not ${strays.text}`);
  else report.add('SYNTAX', origin, message);
}

/** The same where it is so. */
export function reportIfMissing(
  report: Report,
  node: ast.Field,
  isMissing: boolean,
  what: string,
  keyword?: string,
): void {
  if (isMissing) reportMissing(report, node, what, keyword);
}

const keywordOf = (node: ast.Field) => (node as { keyword?: string }).keyword ?? '';

const YES = /^(yes|on|true|1)$/i;
const NO = /^(no|off|false|0)$/i;

/** A flag needs no value, but `True` and `yes` were meant as one. */
function reportFlag(report: Report, node: ast.ValueField, values: readonly string[]): void {
  const { root, end = 0 } = node.$cstNode ?? {};
  const next = /^[ \t]+(\w+)/.exec(root?.fullText.slice(end, end + 50) ?? '')?.[1] ?? '';
  if (values.length > 0 || !(YES.test(next) || NO.test(next))) return;
  const strays = takeStrays(report, node);
  if (!strays) return;
  const meant = YES.test(next) ? 'true' : 'false';
  const fix = replaceText(report.document, strays.offset, strays.length, meant, `Write ${meant}`);
  report.addAt(
    'SYNTAX',
    strays.offset,
    strays.length,
    `expected true or false after ${node.keyword}, not ${strays.text}`,
    fix,
  );
}

/** `labels app = web` is one mistake, said of the label. */
export function isFollowedBySpacedLabel(node: ast.Field | ast.SelectorPart): boolean {
  if (!/^(labels|\w*[sS]elector)$/.test((node as { keyword?: string }).keyword ?? '')) return false;
  const { root, end = 0 } = node.$cstNode ?? {};
  return /^[ \t]*[\w./-]+[ \t]*(!?=(?!=)|:)/.test(root?.fullText.slice(end, end + 200) ?? '');
}

/** `mode` means something else to each plugin. */
function kindOf(node: ast.ValueField): ValueKind | undefined {
  const block = node.$container;
  if (node.keyword === 'mode' && ast.isCni(block)) {
    const values = cniModes(block.name);
    return values.length > 0 ? { kind: 'one-of', values } : undefined;
  }
  return valueKindOf(block?.$type ?? '', node.keyword);
}

const EXPECTED: Readonly<Record<ValueKind['kind'], string>> = {
  prefix: 'a prefix such as 10.0.0.0/16',
  prefixes: 'a prefix such as 10.0.0.0/16',
  address: 'an address such as 10.0.0.1',
  addresses: 'an address such as 10.0.0.1',
  mac: 'a MAC address such as 02:42:ac:11:00:02',
  word: 'a word',
  flag: 'true or false',
  range: 'a range such as 30000-32767',
  labels: 'a label such as app=web',
  strings: 'a text in quotes',
  pair: 'a name and a value',
  number: 'a number',
  'one-of': 'a value',
  'some-of': 'a value',
};

const expected = (kind: ValueKind) => ('values' in kind ? oneOf(kind.values) : EXPECTED[kind.kind]);

function reportValue(report: Report, node: ast.ValueField, kind: ValueKind, value: string, index: number): void {
  const wrong = problemOf(kind, value);
  if (wrong === undefined) return;
  const meant = 'values' in kind ? nearest(value, kind.values) : undefined;
  const message = `${node.keyword}: ${wrong}${question(meant)}`;
  report.add('SYNTAX', originOf(node, 'values', index), message, didYouMean(node, 'values', index, meant));
}

/** Addresses are read, and judged, when the text is lowered. */
function problemOf(kind: ValueKind, value: string): string | undefined {
  switch (kind.kind) {
    case 'number':
      return numberProblem(value, kind.min, kind.max);
    case 'one-of':
    case 'some-of':
      return kind.values.includes(value) ? undefined : `${value} is none of ${oneOf(kind.values)}`;
    case 'range':
      return rangeProblem(value);
    case 'labels':
      return /^[^!=]+=[^=]*$/.test(value) ? undefined : `${value} is no label: write key=value`;
    default:
      return undefined;
  }
}

function numberProblem(value: string, min: number, max: number): string | undefined {
  const fits = /^\d+$/.test(value) && Number(value) >= min && Number(value) <= max;
  return fits ? undefined : `${value} is no number from ${min} to ${max}`;
}

function rangeProblem(value: string): string | undefined {
  const match = /^(\d+)(?:-|\.\.)(\d+)$/.exec(value);
  return match && Number(match[1]) <= Number(match[2]) && Number(match[2]) <= 65535
    ? undefined
    : `${value} is no range of ports: write 30000-32767`;
}

/** A field that another network plugin has. */
export function reportForeignCniField(report: Report, node: ast.Cni, field: ast.Field): void {
  const own = cniFields(node.name);
  const keyword = (field as { keyword?: string }).keyword;
  if (!own || keyword === undefined || own.includes(keyword)) return;
  const others = ['flannel', 'calico', 'weave', 'terway', 'aws-vpc'].filter((kind) =>
    cniFields(kind)?.includes(keyword),
  );
  const message = `${keyword} is a field of ${oneOf(others)}, not of ${node.name}`;
  report.add('UNKNOWN-FIELD', originOf(field, 'keyword'), message, {
    title: `Remove ${keyword}`,
    changes: [{ kind: 'remove', origin: originOf(field) }],
  });
}

export const isCniField = (field: ast.Field): field is ast.Field & { $container: ast.Cni } =>
  ast.isCni(field.$container) && !ast.isUnknownField(field) && !ast.isStray(field);
