import { formatAddress } from '../../address/address.ts';
import type { Cluster } from '../../topology/cluster.ts';
import { groupBy } from '../../topology/grouping.ts';
import { NOWHERE } from '../../topology/origin.ts';
import type { Topology } from '../../topology/topology.ts';
import type { TracePath } from '../../trace/result.ts';
import { trace } from '../../trace/trace.ts';
import type { Check } from '../diagnostic.ts';
import { bareUnderlay } from '../support/bare-underlay.ts';
import { diagnostic } from '../support/place.ts';
import { pluggedIn } from '../support/plugged-in.ts';
import { type Uplink, uplinks } from '../support/uplinks.ts';
import { misled } from './misled.ts';

/** A packet is followed for each two kinds of nodes, so this is among the slow ones. */
export const underlayUnreachable: Check = {
  code: 'UNDERLAY-UNREACHABLE',
  severity: 'error',
  summary: 'Two nodes of a cluster that have no route to each other',
  slow: true,
  *run({ topology, stop }) {
    for (const cluster of topology.clusters) {
      // There flannel has the wrong NIC, which FLANNEL-IFACE says.
      if (misled(topology, cluster)) continue;
      const found = stop() ? undefined : apart(topology, cluster, stop);
      if (!found) continue;
      const { from, to, path } = found;
      const address = formatAddress(to.nic.addresses[0]!.address);
      yield diagnostic(this, {
        message: `Node ${from.node.name} does not reach node ${to.node.name} at ${address}: ${path.reason ?? path.disposition}`,
        origin: from.node.origin,
        related: [{ origin: to.node.origin, message: `Node ${to.node.name}` }],
      });
    }
  },
};

/** What is not known is not denied, and what is dropped on purpose is somebody else's. */
const LOST: readonly TracePath['disposition'][] = [
  'NO_ROUTE',
  'NEIGHBOUR_UNREACHABLE',
  'BLACKHOLE',
  'LOOP',
  'REPLY_LOST',
];

/** So many kinds of nodes are looked at; a cluster has a few. */
const KINDS = 16;

function apart(topology: Topology, cluster: Cluster, stop: () => boolean) {
  const network = bareUnderlay(topology);
  const kinds = kindsOf(uplinks(topology, cluster)).slice(0, KINDS);
  for (const [index, [from, twin]] of kinds.entries()) {
    for (const [other, [first]] of kinds.entries()) {
      if (stop()) return undefined;
      const to = index === other ? twin : first;
      const address = to?.nic.addresses[0]?.address;
      if (!from || !to || address === undefined) continue;
      const ends = {
        from: { kind: 'host', id: from.node.id, origin: NOWHERE },
        to: { kind: 'address', address, origin: NOWHERE },
      } as const;
      const [path] = trace(network, { ...ends, probe: { protocol: 'ICMP' }, origin: NOWHERE }).paths;
      if (path && LOST.includes(path.disposition)) return { from, to, path };
    }
  }
  return undefined;
}

/** Nodes that a packet cannot tell apart, two of each kind: plugged in alike, with the same routes and settings. */
function kindsOf(all: readonly Uplink[]): readonly (readonly Uplink[])[] {
  const kinds = groupBy(all, ({ nic, node }) => JSON.stringify([nic.device, pluggedIn(node)]));
  return [...kinds.values()].map((kind) => kind.slice(0, 2));
}
