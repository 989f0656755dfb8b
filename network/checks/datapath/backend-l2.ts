import type { Allocation } from '../../topology/allocation.ts';
import { calicoMatches } from '../../topology/calico-selector.ts';
import type { Cluster } from '../../topology/cluster.ts';
import type { IpPool } from '../../topology/cni.ts';
import type { Origin } from '../../topology/origin.ts';
import type { Topology } from '../../topology/topology.ts';
import type { Check, Fix } from '../diagnostic.ts';
import { areas } from '../support/areas.ts';
import { diagnostic } from '../support/place.ts';
import { bySegment, type Uplink, uplinks } from '../support/uplinks.ts';
import { segmentWord } from '../support/words.ts';

export const backendL2: Check = {
  code: 'BACKEND-L2',
  severity: 'error',
  summary: 'Pods without encapsulation on nodes that are not on one L2 segment',
  *run({ topology, allocate, stop }) {
    for (const cluster of topology.clusters) {
      if (stop()) return;
      for (const plain of unencapsulated(cluster)) {
        const pair = apart(topology, cluster, plain.isMeant);
        if (!pair) continue;
        const message = `${plain.words} needs all nodes on one L2 segment: ${pair.map((one) => words(topology, one)).join(' and ')} are not; ${cutOff(allocate(cluster), pair)}`;
        const related = pair.map(({ node }) => ({ origin: node.origin, message: `Node ${node.name}` }));
        yield diagnostic(this, { message, origin: plain.origin, related, fixes: [plain.fix] });
      }
    }
  },
};

interface Plain {
  readonly words: string;
  readonly origin: Origin;
  readonly fix: Fix;
  readonly isMeant: (uplink: Uplink) => boolean;
}

function unencapsulated({ cni }: Cluster): readonly Plain[] {
  if (cni.kind === 'flannel' && cni.backend.type === 'host-gw') {
    const { origin } = cni.backend;
    const fix: Fix = {
      title: 'Use vxlan with DirectRouting: encapsulated only between segments',
      changes: [
        { kind: 'set', origin, value: 'vxlan' },
        { kind: 'insert', into: origin, field: 'DirectRouting', value: 'true' },
      ],
    };
    return [{ words: "flannel's backend host-gw", origin, fix, isMeant: () => true }];
  }
  // Where BGP is spoken with routers, these may learn the blocks.
  if (cni.kind !== 'calico' || cni.bgpPeers.some(({ peerIP }) => peerIP)) return [];
  return cni.ipPools.filter(isPlain).map((pool) => ({
    words: `IPPool ${pool.name} without encapsulation`,
    origin: pool.ipipModeOrigin ?? pool.origin,
    fix: { title: 'Encapsulate between segments: ipipMode CrossSubnet', changes: [crossSubnet(pool)] },
    isMeant: ({ node }) => calicoMatches(pool.nodeSelector, node.labels),
  }));
}

function isPlain({ disabled, ipipMode, vxlanMode }: IpPool): boolean {
  return !disabled && ipipMode === 'Never' && vxlanMode === 'Never';
}

function crossSubnet({ ipipModeOrigin, origin }: IpPool): Fix['changes'][number] {
  const value = 'CrossSubnet';
  if (ipipModeOrigin) return { kind: 'set', origin: ipipModeOrigin, value };
  return { kind: 'insert', into: origin, field: 'ipipMode', value };
}

/** Two nodes on different segments that may lead to each other; where nothing does, UNDERLAY-UNREACHABLE says so. */
function apart(topology: Topology, cluster: Cluster, isMeant: Plain['isMeant']): readonly [Uplink, Uplink] | undefined {
  const isConnected = areas(topology);
  const all = uplinks(topology, cluster);
  const [home] = [...bySegment(all.filter(isMeant)).values()].map((group) => group[0]!);
  if (!home) return undefined;
  // Whoever is elsewhere does not reach them, be it without Pods of its own.
  const others = [...bySegment(all).values()].map((group) => group[0]!);
  const other = others.find(
    ({ segment }) =>
      segment !== home.segment &&
      (isConnected(home.segment!.id, segment!.id) || (hasWayOut(home) && hasWayOut({ segment }))),
  );
  return other && [home, other];
}

/** A gateway that nobody declared may lead anywhere. */
function hasWayOut({ segment }: Pick<Uplink, 'segment'>): boolean {
  return segment !== undefined && (segment.vpc !== undefined || segment.gateways.length > 0);
}

function words(topology: Topology, { node, segment }: Uplink): string {
  return `node ${node.name} on ${segmentWord(topology, segment!)} ${segment!.name}`;
}

function cutOff(allocation: Allocation, [home, other]: readonly [Uplink, Uplink]): string {
  const labels = [other, home].map(({ node }) => {
    const pods = allocation.podsOn(node.id).filter(({ workload }) => !workload.hostNetwork);
    const [first, ...more] = [...pods].sort((a, b) => Number(a.workload.implicit) - Number(b.workload.implicit));
    return first && `${first.label}${more.length > 0 ? ` and ${more.length} more` : ''} on ${node.name}`;
  });
  const [theirs, own] = labels;
  return theirs && own ? `${own} and ${theirs} do not reach each other` : 'Pods of the two do not reach each other';
}
