import { formatAddress } from '../address/address.ts';
import { formatBriefly, type Prefix } from '../address/prefix.ts';
import type { BridgeEntry, DatapathFlow, Neighbour, VxlanEntry } from './device.ts';
import type { Route } from './route.ts';

/** A route as `ip route` prints it (iproute2's order of the words). `boot`, the protocol of `ip route add`, is not printed. */
export function formatRoute(route: Route): string {
  const words = [
    route.type === 'unicast' ? '' : route.type,
    formatDestination(route.destination),
    route.via === undefined ? '' : `via ${formatAddress(route.via)}`,
    route.device === undefined ? '' : `dev ${route.device}`,
    protocolText(route.protocol),
    route.scope === 'global' ? '' : `scope ${route.scope}`,
    route.source === undefined ? '' : `src ${formatAddress(route.source)}`,
    route.metric ? `metric ${route.metric}` : '',
    route.onlink ? 'onlink' : '',
  ];
  return words.filter((word) => word !== '').join(' ');
}

function protocolText(protocol: Route['protocol']): string {
  if (protocol === undefined || protocol === 'boot') return '';
  return `proto ${protocol}`;
}

function formatDestination(prefix: Prefix): string {
  return prefix.length === 0 ? 'default' : formatBriefly(prefix);
}

/** A neighbour as `ip neigh show dev X` prints it. */
export function formatNeighbour(neighbour: Neighbour): string {
  return `${formatAddress(neighbour.address)} lladdr ${neighbour.mac} ${neighbour.state}`;
}

/** An FDB entry of a VXLAN device as `bridge fdb show dev X` prints it. */
export function formatVxlanEntry(entry: VxlanEntry): string {
  return `${entry.mac} dst ${formatAddress(entry.destination)} self permanent`;
}

/** A flow as `ovs-dpctl dump-flows` prints it, with the ports' names. */
export function formatFlow({ mac, port, tunnel }: DatapathFlow): string {
  const ends = tunnel && `src=${formatAddress(tunnel.local)},dst=${formatAddress(tunnel.remote)}`;
  const set = tunnel ? `set(tunnel(tun_id=0x${tunnel.id.toString(16)},${ends})),` : '';
  return `eth(dst=${mac}), actions:${set}${port}`;
}

/** An FDB entry of a bridge as `bridge fdb show br X` prints it. */
export function formatBridgeEntry(entry: BridgeEntry, bridge: string): string {
  return `${entry.mac} dev ${entry.port} master ${bridge}`;
}
