import { InvalidArgumentError, Option } from 'commander';
import type { Drawing } from '../analysis/diagram/draw.ts';
import type { Theme } from '../diagram/formats/themes.ts';
import type { View } from '../diagram/views/view.ts';
import type { ShownTable } from '../network/machines/show/show.ts';
import { isWithin, PROBE_BOUNDS } from '../network/topology/question.ts';
import type { ReachFormat } from './format/reach.ts';

/*
 * What options may be. Written out, since the help must not wait for the network to be loaded; the types see to it that
 * nothing is missing.
 */
const all = <T extends string>(choices: Readonly<Record<T, true>>): readonly T[] => Object.keys(choices) as T[];

export const DRAWINGS = all<Drawing>({ svg: true, dot: true, mermaid: true, drawio: true });
export const VIEWS = all<View>({ topology: true, addresses: true, services: true, policies: true });
export const THEMES = all<Theme>({ light: true, dark: true, 'high-contrast': true });
export const REACH_FORMATS = all<ReachFormat>({ table: true, json: true, csv: true, dot: true, mermaid: true });
export const TABLES = all<ShownTable>({
  routes: true,
  links: true,
  addresses: true,
  neighbours: true,
  fdb: true,
  iptables: true,
  ip6tables: true,
  ipset: true,
  ipvs: true,
  nftables: true,
  rules: true,
  bgp: true,
  dns: true,
  files: true,
});

/** `--format` of a verb that prints text or JSON, and perhaps more. */
export const formatOption = (...more: readonly string[]): Option =>
  new Option('--format <format>', 'how the answer is printed').choices(['text', 'json', ...more]).default('text');

/** Reads the number of an option of a probe; one that no header can hold is wrong usage. */
export function within(option: keyof typeof PROBE_BOUNDS): (text: string) => number {
  const bounds = PROBE_BOUNDS[option];
  return (text) => {
    const value = Number(text);
    if (Number.isInteger(value) && isWithin(bounds, value)) return value;
    throw new InvalidArgumentError(`It is a whole number from ${bounds.least} to ${bounds.most}.`);
  };
}
