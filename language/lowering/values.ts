import type { Address } from '../../network/address/address.ts';
import type { Prefix } from '../../network/address/prefix.ts';
import type { Sourced } from '../../network/topology/origin.ts';
import type { Labels } from '../../network/topology/selector.ts';
import { valueKindOf } from '../fields.ts';
import * as ast from '../generated/ast.ts';
import { originOf } from '../origins.ts';
import type { LoweringContext } from './context.ts';
import { readAddress, readMac, readPrefix } from './literals.ts';

/** A block, or several that are one (a cluster and its extensions). */
export interface Fields {
  readonly fields: readonly ast.Field[];
}

/** Values written behind a keyword, in the order of the text, each with the place that says it. */
export function valuesOf({ fields }: Fields, ...keywords: string[]): Sourced<string>[] {
  return fields
    .filter(ast.isValueField)
    .filter((field) => keywords.includes(field.keyword))
    .flatMap((field) => (field.values ?? []).map((value, i) => ({ value, origin: originOf(field, 'values', i) })));
}

/** Prefixes behind any of the keywords; those that cannot be read are findings. */
export function prefixesOf(context: LoweringContext, block: Fields, ...keywords: string[]): Sourced<Prefix>[] {
  return valuesOf(block, ...keywords).flatMap(({ value, origin }) => readPrefix(value, origin, context.findings) ?? []);
}

/** Addresses behind any of the keywords; those that cannot be read are findings. */
export function addressesOf(context: LoweringContext, block: Fields, ...keywords: string[]): Sourced<Address>[] {
  return valuesOf(block, ...keywords).flatMap(
    ({ value, origin }) => readAddress(value, origin, context.findings) ?? [],
  );
}

/** The MAC behind a keyword. */
export function macOf(context: LoweringContext, block: Fields, keyword: string): Sourced<string> | undefined {
  const written = wordOf(block, keyword);
  return written && readMac(written.value, written.origin, context.findings);
}

/** The last word written for a keyword that takes one. */
export const wordOf = (block: Fields, keyword: string): Sourced<string> | undefined => valuesOf(block, keyword).at(-1);

/** The number written, when it is one and within the bounds of the field. */
export function numberOf(block: Fields, keyword: string): Sourced<number> | undefined {
  const written = wordOf(block, keyword);
  const kind = valueKindOf('', keyword);
  if (!written || kind?.kind !== 'number' || !/^\d+$/.test(written.value)) return undefined;
  const value = Number(written.value);
  return value >= kind.min && value <= kind.max ? { value, origin: written.origin } : undefined;
}

/** A flag alone is true; undefined when it is not written. */
export function flagOf({ fields }: Fields, keyword: string): Sourced<boolean> | undefined {
  const field = fields.filter(ast.isValueField).findLast((one) => one.keyword === keyword);
  return field && { value: field.values?.[0] !== 'false', origin: originOf(field) };
}

/** The word written, when it is one of the choices. */
export function choiceOf<T extends string>(
  block: Fields,
  keyword: string,
  choices: readonly T[],
): Sourced<T> | undefined {
  const written = wordOf(block, keyword);
  const value = choices.find((choice) => choice === written?.value);
  return written && value !== undefined ? { value, origin: written.origin } : undefined;
}

/** `a=b` pairs; what has no single `=` says nothing and is a diagnostic of its own. */
export function labelsOf(block: Fields): Labels {
  const pairs = valuesOf(block, 'labels').map(({ value }) => /^([^!=]+)=(.*)$/.exec(value));
  return Object.fromEntries(pairs.flatMap((pair) => (pair ? [[pair[1]!, pair[2]!]] : [])));
}

/** Keys and values of a field that takes a pair (`sysctl KEY VALUE`); later ones win. */
export function pairsOf({ fields }: Fields, keyword: string): Record<string, string> {
  const written = fields.filter(ast.isValueField).filter((field) => field.keyword === keyword);
  const complete = written.filter((field) => field.values?.length === 2);
  return Object.fromEntries(complete.map((field) => [field.values[0]!, field.values[1]!]));
}

export const blocksOf = <T extends ast.Field>({ fields }: Fields, is: (node: unknown) => node is T): T[] =>
  fields.filter((field): field is T => is(field));

/** Declarations of a kind that have a name; without one they are half-written. */
export const namedBlocksOf = <T extends ast.Declaration>(block: Fields, is: (node: unknown) => node is T): T[] =>
  blocksOf(block, is).filter((node) => Boolean(node.name));

/** The fields of a declaration; a half-written one may have none. */
export const fieldsOf = (node: { fields?: readonly ast.Field[] } | undefined): Fields => ({
  fields: node?.fields ?? [],
});

/** Text of a string literal without its quotes. */
export const unquoted = (text: string) => text.replace(/^(['"])(.*)\1$/, '$2');
