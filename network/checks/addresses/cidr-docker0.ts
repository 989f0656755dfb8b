import { containsPrefix, formatPrefix, overlaps, type Prefix } from '../../address/prefix.ts';
import { DOCKER0 } from '../../address/special.ts';
import type { Sourced } from '../../topology/origin.ts';
import type { Topology } from '../../topology/topology.ts';
import type { Check } from '../diagnostic.ts';
import { diagnostic, placeOf } from '../support/place.ts';
import { podRangesOf } from '../support/pod-ranges.ts';
import { segmentWord } from '../support/words.ts';

/** Hosts route 172.17.0.0/16 to their own docker0; two hosts' docker0 are alike by design and not meant. */
export const cidrDocker0: Check = {
  code: 'CIDR-DOCKER0',
  severity: 'warning',
  summary: "A range overlaps 172.17.0.0/16, Docker's default bridge",
  *run({ topology }) {
    // A machine without Docker has no docker0.
    if (!topology.hosts.some(({ docker }) => docker)) return;
    for (const { words, cidr, owner } of ranges(topology)) {
      if (!overlaps(cidr.value, DOCKER0)) continue;
      const message = `${words} overlaps 172.17.0.0/16, the range of docker0: a machine with Docker would keep packets to it for itself`;
      yield diagnostic(this, { message, origin: placeOf(cidr, owner) });
    }
  },
};

interface Named {
  readonly words: string;
  readonly cidr: Sourced<Prefix>;
  readonly owner: { readonly origin: Sourced<Prefix>['origin'] };
}

/** A VPC inside docker0's range speaks for its subnets; of a wider one only the subnets count. */
function ranges(topology: Topology): readonly Named[] {
  const { vpcs, segments, hosts, overlays, clusters } = topology;
  const inside = (cidr: Sourced<Prefix>) => containsPrefix(DOCKER0, cidr.value);
  const spokenFor = new Set(vpcs.filter((vpc) => vpc.cidrs.some(inside)).map((vpc) => vpc.id));
  const bridges = hosts.flatMap((host) => host.docker?.bridges ?? []).filter((bridge) => bridge.name !== 'docker0');
  return [
    ...vpcs.flatMap((vpc) => vpc.cidrs.filter(inside).map((cidr) => named('VPC', vpc, cidr))),
    ...segments
      .filter((segment) => !spokenFor.has(segment.vpc ?? ''))
      .flatMap((segment) => segment.cidrs.map((cidr) => named(segmentWord(topology, segment), segment, cidr))),
    ...overlays.flatMap((overlay) => overlay.cidrs.map((cidr) => named('overlay', overlay, cidr))),
    ...bridges.flatMap((bridge) => bridge.cidrs.map((cidr) => named('bridge', bridge, cidr))),
    ...clusters.flatMap((cluster) => [
      ...podRangesOf(cluster).map((r) => ({ ...r, words: `${r.words} of cluster ${cluster.name}` })),
      ...cluster.serviceCIDRs.map((cidr) => ({
        words: `Service range ${formatPrefix(cidr.value)} of cluster ${cluster.name}`,
        cidr,
        owner: cluster,
      })),
    ]),
  ];
}

function named(kind: string, owner: Named['owner'] & { readonly name: string }, cidr: Sourced<Prefix>): Named {
  return { words: `${kind} ${owner.name} (${formatPrefix(cidr.value)})`, cidr, owner };
}
