import type { Address } from '../../network/address/address.ts';
import type { Bgp } from '../../network/cni/calico/bgp/bgp.ts';
import { isPassive } from '../../network/cni/calico/bgp/peerings.ts';
import type { Pool } from '../../network/cni/calico/pools.ts';
import type { Speaker } from '../../network/cni/calico/speakers.ts';
import type { Allocation } from '../../network/topology/allocation.ts';
import type { Calico } from '../../network/topology/cni.ts';
import type { BirdConfig, BirdPool, Session } from './config.ts';

/** A router that the lab has, and its addresses. */
export interface PeerRouter {
  readonly key: string;
  readonly addresses: readonly Address[];
}

/** Everybody who may speak BGP in a cluster. */
export interface Party extends Bgp {
  readonly config: Calico;
  readonly allocation: Allocation;
  readonly routers: readonly PeerRouter[];
}

/** What a node's BIRD is told: its blocks, the pools, and whom it speaks with. IPv4 only. */
export function nodeConfig(party: Party, own: Speaker): BirdConfig {
  const { allocation, pools, config } = party;
  return {
    routerId: own.address,
    asNumber: config.asNumber,
    blocks: allocation.nodePodCIDRs(own.node).filter(({ first }) => typeof first === 'number'),
    pools: pools.all.filter(({ cidr }) => typeof cidr.first === 'number').map((pool) => poolOf(pool, own)),
    sessions: [...withNodes(party, own), ...withOthers(party, own)],
  };
}

function poolOf({ cidr, tunnel, crossSubnet }: Pool, { nic }: Speaker): BirdPool {
  const bare = crossSubnet ? nic.networks.filter(({ first }) => typeof first === 'number') : [];
  return { cidr, ...(tunnel ? { tunnel } : {}), bare };
}

function withNodes({ speakers, peerings, config }: Party, own: Speaker): readonly Session[] {
  return [...speakers.all()].flatMap((other): readonly Session[] => {
    const type = peerings.between(own, other);
    if (!type) return [];
    const reflects = own.clusterId !== undefined && own.clusterId !== other.clusterId;
    const passive = isPassive(type, own, other);
    const ends = { local: own.address, neighbour: other.address, neighbourAs: config.asNumber };
    return [{ ...ends, passive, answered: other.running, ...(reflects ? { clusterId: own.clusterId! } : {}) }];
  });
}

/** With machines outside the cluster. To a reflector one of the same AS is a client. */
function withOthers(party: Party, own: Speaker): readonly Session[] {
  const { peerings, config, routers } = party;
  return [...peerings.external(own).keys()].flatMap((neighbour): readonly Session[] => {
    if (typeof neighbour !== 'number') return [];
    const neighbourAs = peerings.asNumberOf(neighbour);
    const answered = routers.some(({ addresses }) => addresses.includes(neighbour));
    const reflects = own.clusterId !== undefined && neighbourAs === config.asNumber;
    const base = { local: own.address, neighbour, neighbourAs, passive: false, answered };
    return [reflects ? { ...base, clusterId: own.clusterId! } : base];
  });
}

/** The other ends of the nodes' sessions with a router; undefined where there are none. */
export function routerConfig(party: Party, { addresses }: PeerRouter): BirdConfig | undefined {
  const { speakers, peerings, config } = party;
  const sessions = [...speakers.all()].flatMap((other) =>
    [...peerings.external(other).keys()]
      .filter((address) => addresses.includes(address))
      .map((local): Session => {
        const ends = { local, neighbour: other.address, neighbourAs: config.asNumber };
        return { ...ends, passive: false, answered: other.running };
      }),
  );
  const [first] = sessions;
  if (!first) return undefined;
  return { routerId: first.local, asNumber: peerings.asNumberOf(first.local), blocks: [], pools: [], sessions };
}
