import { formatPrefix, overlaps } from '../../address/prefix.ts';
import type { Cluster } from '../../topology/cluster.ts';
import type { Topology } from '../../topology/topology.ts';
import type { Check, Fix } from '../diagnostic.ts';
import { nextPrivateBlock } from '../support/next-block.ts';
import { diagnostic, placeOf, setOrInsert } from '../support/place.ts';
import { type PodRange, podRangesOf } from '../support/pod-ranges.ts';
import { moveAlong, podLiterals } from '../support/renumber.ts';
import { underlayOf } from '../support/underlay.ts';

/** Pods that have addresses of their own must not share them with machines. */
export const cidrPodVpc: Check = {
  code: 'CIDR-POD-VPC',
  severity: 'error',
  summary: 'The Pod range overlaps the VPC, a network or an address of the nodes',
  *run({ topology, stop }) {
    for (const cluster of topology.clusters.filter(hasOwnPodRange)) {
      if (stop()) return;
      const underlay = underlayOf(topology, cluster);
      for (const range of podRangesOf(cluster)) {
        const [first, ...others] = underlay.filter((other) => overlaps(other.range, range.cidr.value));
        if (!first) continue;
        yield diagnostic(this, {
          message: `${range.words} of cluster ${cluster.name} overlaps ${first.words}: a node could not tell a Pod from a machine`,
          origin: placeOf(range.cidr, range.owner),
          related: [first, ...others].map(({ origin, words }) => ({ origin, message: words })),
          fixes: fixes(topology, cluster, range),
        });
      }
    }
  },
};

/** Pods of Terway's eni and eniip modes and of the AWS CNI are meant to have addresses of the VPC. */
function hasOwnPodRange({ cni }: Cluster): boolean {
  if (cni.kind === 'terway') return cni.mode === 'vpc';
  return cni.kind === 'flannel' || cni.kind === 'calico' || cni.kind === 'weave';
}

function fixes(topology: Topology, cluster: Cluster, { cidr, owner, field }: PodRange): Fix[] {
  const block = nextPrivateBlock(topology, cidr.value);
  const along = block && moveAlong(podLiterals(cluster), cidr.value, block);
  if (!block || !along) return [];
  const others = along.filter((change) => change.kind === 'set' && change.origin !== cidr.origin);
  const title = `Move the Pod range to ${formatPrefix(block)}${others.length > 0 ? ', with what is written inside it' : ''}`;
  return [{ title, changes: [setOrInsert(cidr, owner, field, formatPrefix(block)), ...others] }];
}
