import { type Address, formatAddress } from '../../network/address/address.ts';
import { formatPrefix, type Prefix } from '../../network/address/prefix.ts';
import { NOWHERE, type Sourced } from '../../network/topology/origin.ts';
import type { PortRange } from '../../network/topology/ports.ts';
import type { Requirement, Selector } from '../../network/topology/selector.ts';
import { code, text } from '../trace/markdown.ts';

/** More entries than this in one line of a card say how many there are instead. */
const LISTED = 8;

/** A card's heading: `**pod** \`default/a\``. */
export function heading(kind: string, name: string, where?: string): string {
  return `**${kind}** ${code(name)}${where === undefined ? '' : ` in ${where}`}`;
}

/** A card's line, or nothing where there is nothing to tell. */
export function line(label: string, value: string | undefined | false): string[] {
  return value === undefined || value === false || value === '' ? [] : [`- ${label}: ${value}`];
}

/** `a`, `b`, `c` and 12 more. */
export function list(items: readonly string[]): string {
  if (items.length <= LISTED) return items.join(', ');
  return `${items.slice(0, LISTED).join(', ')} and ${items.length - LISTED} more`;
}

export const addresses = (values: readonly Address[]) => list(values.map((value) => code(formatAddress(value))));
export const prefixes = (values: readonly Prefix[]) => list(values.map((value) => code(formatPrefix(value))));

/** Values that may be a default, which the card says. */
export function sourcedPrefixes(values: readonly Sourced<Prefix>[]): string {
  return list(values.map(({ value, origin }) => code(formatPrefix(value)) + byDefault(origin === NOWHERE)));
}

export const byDefault = (yes: boolean) => (yes ? ' (default)' : '');

/** `1 pod`, `3 pods`. */
export const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;

/** `app=web`, `tier=front`. */
export function labelsWords(labels: Readonly<Record<string, string>>): string {
  return list(Object.entries(labels).map(([key, value]) => code(`${key}=${value}`)));
}

/** `app=web`, `tier in (a, b)`; empty for a selector that selects everything. */
export function selectorWords({ requirements }: Selector): string {
  return requirements.map((one) => code(requirementWords(one))).join(' and ');
}

function requirementWords({ key, operator, values }: Requirement): string {
  switch (operator) {
    case 'Exists':
      return `has(${key})`;
    case 'DoesNotExist':
      return `!has(${key})`;
    case 'In':
      return values.length === 1 ? `${key}=${values[0]}` : `${key} in (${values.join(', ')})`;
    case 'NotIn':
      return values.length === 1 ? `${key}!=${values[0]}` : `${key} notin (${values.join(', ')})`;
  }
}

/** `80/TCP`, `8000..8999/TCP`, `http`, `every UDP port`. */
export function portWords({ protocol, from, to, name }: PortRange): string {
  if (name !== undefined) return code(name);
  if (from === undefined) return protocol === undefined ? 'every port' : `every ${protocol} port`;
  const range = to === undefined || to === from ? `${from}` : `${from}..${to}`;
  return code(`${range}/${protocol ?? 'TCP'}`);
}

export { code, text };
