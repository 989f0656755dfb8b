import type { EdgeVerdict, NetworkNamespace } from '../linux/namespace.ts';
import { ICMP, type Packet } from '../linux/packet.ts';
import { type Cause, drop } from './drop.ts';
import type { End, Walk } from './walk.ts';

const OUTCOMES: Readonly<Record<EdgeVerdict['outcome'], Pick<Cause, 'disposition' | 'error'>>> = {
  leaves: { disposition: 'EXITS_NETWORK' },
  'no-route': { disposition: 'NO_ROUTE', error: ICMP.networkUnreachable },
  'unknown-source': { disposition: 'SOURCE_CHECK_FAILED' },
  undecided: { disposition: 'INSUFFICIENT_INFO' },
};

/** Ends a packet's way where the model ends; undefined where the machine itself deals with it. */
export function passEdge(walk: Walk, namespace: NetworkNamespace, packet: Packet, iif: string): End | undefined {
  const verdict = namespace.edge?.judge(packet, iif);
  if (!verdict) return undefined;
  const { outcome, reason, code } = verdict;
  if (outcome === 'leaves') return { kind: 'end', disposition: 'EXITS_NETWORK', reason, namespace, packet };
  return drop(walk, namespace, packet, { ...OUTCOMES[outcome], reason, code });
}
