import { formatPrefix, overlaps, type Prefix } from '../../address/prefix.ts';
import type { Cluster } from '../../topology/cluster.ts';
import type { Sourced } from '../../topology/origin.ts';
import type { Topology } from '../../topology/topology.ts';
import type { Check, Fix } from '../diagnostic.ts';
import { nextPrivateBlock } from '../support/next-block.ts';
import { diagnostic, placeOf, setOrInsert } from '../support/place.ts';
import { podRangesOf } from '../support/pod-ranges.ts';
import { moveAlong, serviceLiterals } from '../support/renumber.ts';
import { type UnderlayRange, underlayOf } from '../support/underlay.ts';

/** A Service range is never larger than /12, and 4,096 Services are enough to offer where no block of the size is left. */
const SMALLEST = { number: 20, bigint: 116 } as const;

/**
 * The Service range is the one to move, even where it contains the Pod range: nothing outside the cluster knows it,
 * while routes, security groups and firewalls know the Pods.
 */
export const cidrSvcOverlap: Check = {
  code: 'CIDR-SVC-OVERLAP',
  severity: 'error',
  summary: 'The Service range overlaps the Pods, the VPC or a network of the nodes',
  *run({ topology, stop }) {
    for (const cluster of topology.clusters) {
      if (stop()) return;
      const others = [...podsOf(cluster), ...underlayOf(topology, cluster)];
      for (const cidr of cluster.serviceCIDRs) {
        const [first, ...more] = others.filter((other) => overlaps(other.range, cidr.value));
        if (!first) continue;
        const range = `Service range ${formatPrefix(cidr.value)} of cluster ${cluster.name}`;
        yield diagnostic(this, {
          message: `${range} overlaps ${first.words}: kube-proxy would take packets to it for packets to a Service`,
          origin: placeOf(cidr, cluster),
          related: [first, ...more].map(({ origin, words }) => ({ origin, message: words })),
          fixes: fixes(topology, cluster, cidr),
        });
      }
    }
  },
};

function podsOf(cluster: Cluster): readonly UnderlayRange[] {
  return podRangesOf(cluster).map(({ cidr, words, owner }) => ({
    range: cidr.value,
    words: words.replace(/^Pod range/, 'its Pod range'),
    origin: placeOf(cidr, owner),
  }));
}

function fixes(topology: Topology, cluster: Cluster, cidr: Sourced<Prefix>): Fix[] {
  const block = nextPrivateBlock(topology, cidr.value, SMALLEST[typeof cidr.value.first as 'number' | 'bigint']);
  const along = block && moveAlong(serviceLiterals(cluster), cidr.value, block);
  if (!block || !along) return [];
  const title = `Move the Service range to ${formatPrefix(block)}${along.length > 0 ? ', with the clusterIPs written in it' : ''}`;
  return [{ title, changes: [setOrInsert(cidr, cluster, 'serviceCIDR', formatPrefix(block)), ...along] }];
}
