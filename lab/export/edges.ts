import { formatPrefix, type Prefix, samePrefix } from '../../network/address/prefix.ts';
import type { NetworkNamespace } from '../../network/linux/namespace.ts';
import type { Lab, LabMachine } from '../lab.ts';

/** A table that no model has, asked behind all others. */
const TABLE = 999;

/** Whether a machine is the gateway of a network that nobody has declared: behind it the model ends. */
export const isOutermost = ({ kind, edge }: NetworkNamespace): boolean => kind === 'gateway' && edge !== undefined;

/**
 * Routes in the place of what a machine at the model's edge knows without any. A gateway that nobody declared takes what
 * leaves the model without a word, and has no route to what clusters keep to themselves: `throw` is as if there were none.
 */
export function edgeLines({ internal }: Lab, { namespace }: LabMachine): readonly string[] {
  if (!isOutermost(namespace)) return [];
  return [
    `rule add priority 40000 lookup ${TABLE}`,
    `route add blackhole default table ${TABLE}`,
    ...internal.map((range) => `route add throw ${formatPrefix(range)} table ${TABLE}`),
  ];
}

/** Ranges that a table of a VPC's router does not lead out, though it has a default route: the Internet knows none. */
export function keptInside(
  { internal }: Lab,
  { kind, edge }: NetworkNamespace,
  table: readonly Prefix[],
): readonly Prefix[] {
  if (kind !== 'router' || !edge || table.every(({ length }) => length > 0)) return [];
  return internal.filter((range) => range.length > 0 && !table.some((one) => samePrefix(one, range)));
}
