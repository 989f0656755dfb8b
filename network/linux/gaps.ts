import type { Address } from '../address/address.ts';
import { containsAddress, type Prefix } from '../address/prefix.ts';
import type { Gap, NetworkNamespace } from './namespace.ts';
import type { Provenance } from './provenance.ts';

/** A gap for packets of both kinds: those that come in, and those that are made here, before they are routed. */
export function addGap({ gaps }: NetworkNamespace, gap: Omit<Gap, 'hook'>): void {
  for (const hook of ['ORIGINATE', 'PREROUTING'] as const) gaps.push({ hook, ...gap });
}

/** A gap that swallows whatever enters the namespace or is made in it. */
export function addWholeGap(namespace: NetworkNamespace, reason: string, origin?: Provenance): void {
  addGap(namespace, { applies: () => true, whole: true, reason, origin });
}

/** A gap for what comes from or is for an address of some ranges. */
export function addRangeGap(
  namespace: NetworkNamespace,
  ranges: readonly Prefix[],
  reason: string,
  origin?: Provenance,
): void {
  if (ranges.length === 0) return;
  const isInside = (address: Address) => ranges.some((range) => containsAddress(range, address));
  addGap(namespace, {
    applies: ({ destination, source }) => isInside(destination) || isInside(source),
    reason,
    origin,
  });
}
