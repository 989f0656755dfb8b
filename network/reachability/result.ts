import type { Origin } from '../topology/origin.ts';
import type { PortSpan } from './port-set.ts';

/* Answers: plain data, with origins for readers that know them. */

/** One end of a connection. */
export type Peer =
  | {
      readonly kind: 'workload';
      readonly id: string;
      readonly namespace: string;
      readonly name: string;
      /** As Kubernetes spells it, also where knet knows no such kind (`Rollout`). */
      readonly workloadKind: string;
      readonly origin: Origin;
    }
  /** Addresses outside, both included, as text. */
  | { readonly kind: 'external'; readonly first: string; readonly last: string }
  | { readonly kind: 'ingress-controller' };

/** `ns/name[Kind]`, `0.0.0.0-9.255.255.255[External]` or `{ingress-controller}`. */
export function peerName(peer: Peer): string {
  if (peer.kind === 'ingress-controller') return '{ingress-controller}';
  if (peer.kind === 'external') return `${peer.first}-${peer.last}[External]`;
  return `${peer.namespace}/${peer.name}[${peer.workloadKind}]`;
}

/** Ports on which a pod of the source may open a connection to a pod of the destination; never empty. */
export interface Connection {
  readonly source: Peer;
  readonly destination: Peer;
  readonly ports: readonly PortSpan[];
}
