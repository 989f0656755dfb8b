import type { Address } from '../../address/address.ts';
import type { Prefix } from '../../address/prefix.ts';
import { PrefixTable } from '../../address/prefix-table.ts';
import { calicoMatches } from '../../topology/calico-selector.ts';
import type { Cluster, Node } from '../../topology/cluster.ts';
import type { Calico, CalicoSelector, EncapsulationMode, IpPool } from '../../topology/cni.ts';
import type { Origin } from '../../topology/origin.ts';

export type Tunnel = 'ipip' | 'vxlan';

/** An IPPool as Felix and BIRD see it. */
export interface Pool {
  readonly cidr: Prefix;
  /** Undefined: packets go out as they are. */
  readonly tunnel?: Tunnel;
  /** Encapsulate only towards nodes of other subnets. */
  readonly crossSubnet: boolean;
  readonly natOutgoing: boolean;
  readonly nodeSelector?: CalicoSelector;
  readonly origin: Origin;
}

/** The pools of a cluster. A disabled one gives out no addresses, and counts as a pool in everything else. */
export class Pools {
  readonly all: readonly Pool[];
  readonly #table: PrefixTable<Pool>;

  constructor(cluster: Cluster, config: Calico) {
    this.all = poolsOf(cluster, config);
    this.#table = new PrefixTable(this.all.map((pool) => ({ prefix: pool.cidr, value: pool })));
  }

  at(address: Address): Pool | undefined {
    return this.#table.lookup(address)?.value;
  }

  uses(tunnel: Tunnel): boolean {
    return this.all.some((pool) => pool.tunnel === tunnel);
  }

  /** The pools that a node may take blocks of. */
  *of(node: Node): Iterable<Pool> {
    for (const pool of this.all) if (calicoMatches(pool.nodeSelector, node.labels)) yield pool;
  }
}

/** Without any IPPool calico/node makes one of the cluster's range, as the manifest says: IPIP always, natOutgoing. */
function poolsOf({ podCIDRs }: Cluster, { ipPools, origin }: Calico): readonly Pool[] {
  if (ipPools.length > 0) return ipPools.flatMap((pool) => declared(pool, podCIDRs[0]?.value) ?? []);
  return podCIDRs.map(({ value }) => ({
    cidr: value,
    ...(typeof value.first === 'number' ? { tunnel: 'ipip' as const } : {}),
    crossSubnet: false,
    natOutgoing: true,
    origin,
  }));
}

function declared(pool: IpPool, podCIDR: Prefix | undefined): Pool | undefined {
  const cidr = pool.cidr?.value ?? podCIDR;
  if (!cidr) return undefined;
  const { natOutgoing, nodeSelector, origin, vxlanMode, ipipMode } = pool;
  const mode: EncapsulationMode = vxlanMode === 'Never' ? ipipMode : vxlanMode;
  const tunnel = vxlanMode !== 'Never' ? 'vxlan' : ipipMode !== 'Never' ? 'ipip' : undefined;
  return {
    cidr,
    ...(tunnel ? { tunnel } : {}),
    crossSubnet: mode === 'CrossSubnet',
    natOutgoing,
    nodeSelector,
    origin,
  };
}
