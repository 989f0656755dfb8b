import { overlappingPairs } from '../../address/overlap.ts';
import { formatPrefix, type Prefix } from '../../address/prefix.ts';
import { indexById } from '../../topology/by-id.ts';
import type { Cluster } from '../../topology/cluster.ts';
import type { Sourced } from '../../topology/origin.ts';
import type { Topology } from '../../topology/topology.ts';
import type { Check } from '../diagnostic.ts';
import { diagnostic, placeOf } from '../support/place.ts';

interface ServiceRange {
  readonly cluster: Cluster;
  readonly cidr: Sourced<Prefix>;
}

export const cidrSvcMulti: Check = {
  code: 'CIDR-SVC-MULTI',
  severity: 'warning',
  summary: 'Two clusters of one VPC share a Service range',
  *run({ topology }) {
    for (const [first, later] of shared(topology)) {
      const theirs = `Service range ${formatPrefix(first.cidr.value)} of cluster ${first.cluster.name}`;
      yield diagnostic(this, {
        message: `Service range ${formatPrefix(later.cidr.value)} of cluster ${later.cluster.name} overlaps the ${theirs} in the same VPC: neither can ever reach the other's Services by address`,
        origin: placeOf(later.cidr, later.cluster),
        related: [{ origin: placeOf(first.cidr, first.cluster), message: theirs }],
      });
    }
  },
};

/** For each later cluster the first that it shares with; one of two families is enough to say it. */
function shared(topology: Topology): readonly (readonly [ServiceRange, ServiceRange])[] {
  const found = new Map<Cluster, readonly [ServiceRange, ServiceRange]>();
  const ranges = topology.clusters.flatMap((cluster) => cluster.serviceCIDRs.map((cidr) => ({ cluster, cidr })));
  const position = new Map(topology.clusters.map((cluster, index) => [cluster, index]));
  for (const pair of overlappingPairs(ranges, (range) => range.cidr.value)) {
    const [first, later] = pair;
    if (first.cluster === later.cluster || !meet(topology, first.cluster, later.cluster)) continue;
    const known = found.get(later.cluster);
    if (!known || position.get(first.cluster)! < position.get(known[0].cluster)!) found.set(later.cluster, pair);
  }
  return [...found.values()].sort(([, a], [, b]) => position.get(a.cluster)! - position.get(b.cluster)!);
}

function meet(topology: Topology, a: Cluster, b: Cluster): boolean {
  const own = vpcIds(topology, a);
  return vpcIds(topology, b).some((id) => own.includes(id));
}

function vpcIds(topology: Topology, cluster: Cluster): readonly string[] {
  const { segments } = indexById(topology);
  return cluster.nodes.flatMap((node) => node.nics.flatMap((nic) => segments.get(nic.segment?.value ?? '')?.vpc ?? []));
}
