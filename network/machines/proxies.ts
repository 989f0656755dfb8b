import { entry } from '../topology/grouping.ts';
import type { Topology } from '../topology/topology.ts';
import type { Machine } from '../topology/underlay.ts';
import type { Plugged } from './cards.ts';
import { hostKey, nodeKey } from './keys.ts';

/** Machines with `proxy_arp` somewhere, by segment; those whose state was changed may have it too. */
export function proxiesBySegment(
  plugged: Iterable<Plugged>,
  topology: Topology,
  changed: Readonly<Record<string, unknown>>,
): ReadonlyMap<string, readonly string[]> {
  const keys = new Set(Object.keys(changed));
  for (const host of topology.hosts) if (saysProxy(host)) keys.add(hostKey(host));
  for (const { nodes } of topology.clusters) for (const node of nodes) if (saysProxy(node)) keys.add(nodeKey(node));
  const found = new Map<string, string[]>();
  if (keys.size === 0) return found;
  for (const { key, cards } of plugged) {
    if (!keys.has(key)) continue;
    for (const { segment } of cards) if (segment) entry(found, segment.id, () => []).push(key);
  }
  return found;
}

function saysProxy({ sysctls }: Machine): boolean {
  return Object.keys(sysctls).some((name) => name.endsWith('.proxy_arp'));
}
