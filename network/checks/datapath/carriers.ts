import type { Calico, Cni } from '../../topology/cni.ts';

/** What nodes send each other for their Pods, as a filter between them sees it. */
export interface Carrier {
  readonly protocol: 'UDP' | 'TCP' | 'IPIP';
  /** Destination port; IP in IP has none. */
  readonly port?: number;
  /** "UDP 8472 (VXLAN)". */
  readonly words: string;
  /** What is lost without it. */
  readonly loss: string;
}

const LOST = 'what Pods of different nodes send each other is lost';
const NO_ROUTES = 'the nodes learn no routes to the Pods of each other';

/** The tunnels and routing sessions of a CNI. */
export function carriersOf(cni: Cni): readonly Carrier[] {
  switch (cni.kind) {
    case 'flannel': {
      const { type, port } = cni.backend;
      if (type !== 'vxlan' && type !== 'udp') return [];
      return [tunnel(port, type === 'vxlan' ? 'VXLAN' : 'flannel udp')];
    }
    case 'calico':
      return calico(cni);
    case 'weave':
      return [tunnel(cni.mode === 'sleeve' ? 6783 : 6784, cni.mode === 'sleeve' ? 'sleeve' : 'fast datapath')];
    default:
      return [];
  }
}

/** Without any pool of its own Calico makes one with IPIP; routes of VXLAN pools need no BGP. */
function calico({ ipPools }: Calico): Carrier[] {
  const vxlan = ipPools.some((pool) => pool.vxlanMode !== 'Never');
  const ipip = ipPools.length === 0 || ipPools.some((pool) => pool.ipipMode !== 'Never');
  const onlyVxlan = vxlan && ipPools.every((pool) => pool.vxlanMode !== 'Never');
  return [
    ...(vxlan ? [tunnel(4789, 'VXLAN')] : []),
    ...(ipip ? [{ protocol: 'IPIP', words: 'IP in IP (protocol 4)', loss: LOST } as const] : []),
    ...(onlyVxlan ? [] : [{ protocol: 'TCP', port: 179, words: 'TCP 179 (BGP)', loss: NO_ROUTES } as const]),
  ];
}

function tunnel(port: number, name: string): Carrier {
  return { protocol: 'UDP', port, words: `UDP ${port} (${name})`, loss: LOST };
}
