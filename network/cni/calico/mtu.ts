import type { NetworkNamespace } from '../../linux/namespace.ts';
import type { Calico } from '../../topology/cni.ts';
import type { Pools } from './pools.ts';

export interface Mtus {
  readonly pod: number;
  readonly ipip: number;
  readonly vxlan: number;
}

/** Outer IPv4 header; with UDP, VXLAN and the inner Ethernet header. */
const IPIP = 20;
const VXLAN = 50;

/**
 * What `mtu` says (`veth_mtu`, for tunnels too), else what Felix works out: the smallest MTU of the node's NICs without the
 * header of each tunnel; for pods without the largest header in use (`determinePodMTU`).
 */
export function mtusOf({ mtu }: Calico, pools: Pools, { mtu: link }: { readonly mtu: number }): Mtus {
  if (mtu) return { pod: mtu.value, ipip: mtu.value, vxlan: mtu.value };
  const overhead = pools.uses('vxlan') ? VXLAN : pools.uses('ipip') ? IPIP : 0;
  return { pod: link - overhead, ipip: link - IPIP, vxlan: link - VXLAN };
}

/** The smallest MTU of a node's own cards. */
export function linkMtu({ devices }: NetworkNamespace, fallback: number): number {
  const cards = [...devices.values()].filter(({ kind }) => kind === 'physical').map(({ mtu }) => mtu);
  return cards.length === 0 ? fallback : Math.min(...cards);
}
