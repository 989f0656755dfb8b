import { prefix } from './parse.ts';
import { overlaps, type Prefix } from './prefix.ts';

/** Every address of a family: the destination of a default route. */
export const EVERYWHERE = { 4: prefix('0.0.0.0/0'), 6: prefix('::/0') } as const;

/** Docker's default bridge, on every host alike. */
export const DOCKER0 = prefix('172.17.0.0/16');

/** A range with a meaning of its own, in which no network can be. */
export interface SpecialRange {
  readonly range: Prefix;
  /** What it is kept for, as the end of "… is". */
  readonly meaning: string;
}

/** Source: the IANA registries of special-purpose addresses (RFC 6890), RFC 1122 section 3.2.1.3, RFC 4291 section 2. */
export const SPECIAL: readonly SpecialRange[] = (
  [
    ['0.0.0.0/8', '"this network" (RFC 1122)'],
    ['127.0.0.0/8', 'loopback (RFC 1122)'],
    ['224.0.0.0/4', 'multicast (RFC 1112)'],
    ['240.0.0.0/4', 'reserved (RFC 1112)'],
    ['::/127', 'unspecified and loopback (RFC 4291)'],
    ['fe80::/10', 'link-local (RFC 4291)'],
    ['ff00::/8', 'multicast (RFC 4291)'],
  ] as const
).map(([text, meaning]) => ({ range: prefix(text), meaning }));

/** What stands in the way of a network with that range; undefined: nothing. */
export function specialIn(range: Prefix): SpecialRange | undefined {
  return SPECIAL.find((special) => overlaps(special.range, range));
}
