import type { PortSpan, Service } from '../../network/reachability/port-set.ts';
import { type Peer, peerName } from '../../network/reachability/result.ts';
import type { Protocol } from '../../network/topology/ports.ts';

/** A peer's name, with its cluster before it where a model has several. */
export function peerWords(peer: Peer, cluster: string | undefined): string {
  return cluster !== undefined && peer.kind === 'workload' ? `${cluster}/${peerName(peer)}` : peerName(peer);
}

/** `TCP 80,443 UDP 53`, or `all` for every port of every protocol. */
export function spansWords(ports: readonly PortSpan[]): string {
  if (ports.length === 3 && ports.every(({ from, to }) => from === 1 && to === 65535)) return 'all';
  const byProtocol = new Map<Protocol, string[]>();
  for (const { protocol, from, to } of ports) {
    const list = byProtocol.get(protocol) ?? [];
    byProtocol.set(protocol, list);
    list.push(from === to ? `${from}` : `${from}-${to}`);
  }
  const words = [...byProtocol].map(([protocol, list]) => `${protocol} ${list.join() === '1-65535' ? 'all' : list}`);
  return words.join(' ');
}

/** `80/TCP`, `ICMP`. */
export function serviceWords(service: Service): string {
  return service.protocol === 'ICMP' ? 'ICMP' : `${service.port}/${service.protocol}`;
}
