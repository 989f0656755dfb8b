import { formatPrefix, prefixFamily } from '../../address/prefix.ts';
import { indexById } from '../../topology/by-id.ts';
import { sharesPools } from '../../topology/ipam/shared-pools.ts';
import type { Topology } from '../../topology/topology.ts';
import type { Segment } from '../../topology/underlay.ts';
import type { Check } from '../diagnostic.ts';
import { diagnostic, placeOf } from '../support/place.ts';

/** What Alibaba Cloud advises for pod vSwitches, and what is left to call one. */
const ADVISED = 19;
const LONGEST = 25;

export const terwayMask: Check = {
  code: 'TERWAY-MASK',
  severity: 'warning',
  summary: 'A pod vSwitch with too few addresses',
  *run({ topology }) {
    for (const segment of podVSwitches(topology)) {
      const cidr = segment.cidrs.find(({ value }) => prefixFamily(value) === 4);
      if (!cidr || cidr.value.length <= ADVISED) continue;
      const severity = cidr.value.length > LONGEST ? 'error' : 'warning';
      const advice = severity === 'error' ? `at most /${LONGEST} makes sense` : `/${ADVISED} or shorter is advised`;
      const message = `Pod vSwitch ${segment.name} is ${formatPrefix(cidr.value)}: every Pod takes an address of it, and it never grows; ${advice}`;
      yield diagnostic(this, { message, origin: placeOf(cidr, segment), severity });
    }
  },
};

/** Each once, whatever clusters it serves. */
function podVSwitches(topology: Topology): readonly Segment[] {
  const { segments } = indexById(topology);
  const ids = topology.clusters.flatMap((cluster) => {
    const { cni } = cluster;
    return cni.kind === 'terway' && sharesPools(cluster) ? cni.podVSwitches.map(({ value }) => value) : [];
  });
  return [...new Set(ids)].flatMap((id) => segments.get(id) ?? []);
}
