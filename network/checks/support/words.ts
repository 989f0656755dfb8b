import { indexById } from '../../topology/by-id.ts';
import type { Topology } from '../../topology/topology.ts';
import type { Segment } from '../../topology/underlay.ts';

/** What a segment is called where it lives: Alibaba Cloud has vSwitches, other providers subnets. */
export function segmentWord(topology: Topology, segment: Segment): string {
  if (segment.vpc === undefined) return 'network';
  return indexById(topology).vpcs.get(segment.vpc)?.provider === 'alibaba' ? 'vSwitch' : 'subnet';
}

/** "a", "a and b", "a, b and c". */
export function listed(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
