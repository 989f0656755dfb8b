import type { Cni, IpPool } from '../../topology/cni.ts';
import type { Sourced } from '../../topology/origin.ts';

/** Bytes that a CNI's encapsulation adds to a packet, with its name; the MTU that is written for its Pods. */
export interface Overhead {
  readonly mtu: Sourced<number>;
  readonly bytes: number;
  readonly words: string;
  /** What becomes of a full packet that the node's own NIC is too narrow for. */
  readonly full: string;
}

/**
 * VXLAN: 14 inner Ethernet, 8 VXLAN, 8 UDP, 20 IPv4 (RFC 7348); IPIP: 20 (RFC 2003); flannel udp: 8 UDP, 20 IPv4; Weave's
 * sleeve: 14 inner Ethernet, 20 of its own, 8 UDP, 20 IPv4.
 */
const BYTES = { vxlan: 50, ipip: 20, udp: 28, sleeve: 62, none: 0 } as const;

const WORDS = { vxlan: 'VXLAN', ipip: 'IPIP', udp: 'flannel udp', sleeve: 'sleeve', none: 'no encapsulation' } as const;

/** Undefined where no MTU is written: the CNI then works it out from the link. */
export function overheadOf(cni: Cni): Overhead | undefined {
  if (cni.kind !== 'flannel' && cni.kind !== 'calico' && cni.kind !== 'weave') return undefined;
  const { mtu } = cni;
  const kind = encapsulationOf(cni);
  return mtu && { mtu, bytes: BYTES[kind], words: WORDS[kind], full: cni.kind === 'weave' ? FULL.none : FULL[kind] };
}

const CUT = 'the node cuts full ones into fragments';
const REFUSED = 'full ones with DF, as TCP sends them, are refused';

/** The kernel's VXLAN and flanneld send without DF, though a VTEP must not fragment (RFC 7348, 4.3); IPIP takes the inner DF over. */
const FULL = {
  vxlan: `${CUT}, which VXLAN rules out and networks drop`,
  ipip: REFUSED,
  udp: CUT,
  sleeve: REFUSED,
  none: REFUSED,
} as const;

function encapsulationOf(cni: Extract<Cni, { kind: 'flannel' | 'calico' | 'weave' }>): keyof typeof BYTES {
  if (cni.kind === 'weave') return cni.mode === 'sleeve' ? 'sleeve' : 'vxlan';
  // Without any pool of its own Calico makes one with IPIP.
  if (cni.kind === 'calico') return cni.ipPools.length === 0 ? 'ipip' : largest(cni.ipPools);
  const { type } = cni.backend;
  return type === 'vxlan' || type === 'udp' ? type : 'none';
}

/** Pods of all pools have one MTU, so the largest header counts. */
function largest(pools: readonly IpPool[]): 'vxlan' | 'ipip' | 'none' {
  if (pools.some((pool) => pool.vxlanMode !== 'Never')) return 'vxlan';
  return pools.some((pool) => pool.ipipMode !== 'Never') ? 'ipip' : 'none';
}
