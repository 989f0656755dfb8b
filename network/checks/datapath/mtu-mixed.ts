import { groupBy } from '../../topology/grouping.ts';
import type { Check } from '../diagnostic.ts';
import { diagnostic } from '../support/place.ts';
import { linkMtu, type Uplink, uplinks } from '../support/uplinks.ts';
import { listed } from '../support/words.ts';
import { overheadOf } from './overheads.ts';

/** Where the CNI is given an MTU that fits all links, the nodes' own does not matter to Pods. */
export const mtuMixed: Check = {
  code: 'MTU-MIXED',
  severity: 'warning',
  summary: 'Nodes of a cluster with different MTUs',
  *run({ topology, stop }) {
    for (const cluster of topology.clusters) {
      if (stop()) return;
      const overhead = overheadOf(cluster.cni);
      const links = uplinks(topology, cluster);
      if (overhead && links.every((link) => overhead.mtu.value + overhead.bytes <= linkMtu(link))) continue;
      const groups = byMtu(links);
      const [first, ...others] = groups;
      if (!first || others.length === 0) continue;
      const [odd] = others.at(-1)!;
      const numbers = groups.map((group) => `${linkMtu(group[0]!)} (${names(group)})`);
      yield diagnostic(this, {
        message: `Nodes of cluster ${cluster.name} have different MTUs, ${listed(numbers)}: what fits into the larger is too big for the others`,
        origin: nicOf(odd!)?.mtu?.origin ?? odd!.nic.origin,
        related: [{ origin: first[0]!.nic.origin, message: `node ${first[0]!.node.name} has ${linkMtu(first[0]!)}` }],
      });
    }
  },
};

function nicOf({ node, nic }: Uplink) {
  return node.nics.find(({ name }) => name === nic.device);
}

/** The most common one first. */
function byMtu(links: readonly Uplink[]): readonly (readonly Uplink[])[] {
  const groups = groupBy(links, linkMtu);
  return [...groups.values()].sort((a, b) => b.length - a.length);
}

function names(group: readonly Uplink[]): string {
  const [first, second, ...others] = group.map(({ node }) => node.name);
  if (others.length > 0) return `${first}, ${second} and ${others.length} more`;
  return listed([first!, ...(second === undefined ? [] : [second])]);
}
