import type { Prefix } from '../address/prefix.ts';
import type { Origin, Sourced } from './origin.ts';
import type { PortRange } from './ports.ts';
import type { Selector } from './selector.ts';
import type { Declared } from './underlay.ts';

/** A NetworkPolicy (networking.k8s.io/v1), as written; `id` is `cluster/namespace/name`. */
export interface Policy extends Declared {
  readonly cluster: string;
  readonly namespace: string;
  readonly podSelector: Selector;
  /** In force: written, or Ingress always and Egress when there are egress rules. */
  readonly policyTypes: readonly ('Ingress' | 'Egress')[];
  readonly ingress: readonly PolicyRule[];
  readonly egress: readonly PolicyRule[];
  /** True when something in it could not be read: it then decides nothing, so that a typing error never opens it. */
  readonly broken: boolean;
}

/** A policy of another API than Kubernetes' own, whose words are not read; `id` is `cluster/namespace/name`. */
export interface OtherPolicy extends Declared {
  readonly kind: string;
  /** `projectcalico.org`, without the version. */
  readonly group: string;
}

export interface PolicyRule {
  /** Undefined or empty: anyone. Peers are alternatives. */
  readonly peers: readonly PolicyPeer[];
  /** Empty: every port of every protocol. */
  readonly ports: readonly PortRange[];
  readonly origin: Origin;
}

/** Selectors of one peer must both hold; a peer with an ipBlock has nothing else. */
export interface PolicyPeer {
  readonly podSelector?: Selector;
  readonly namespaceSelector?: Selector;
  readonly ipBlock?: { readonly cidr: Sourced<Prefix>; readonly except: readonly Sourced<Prefix>[] };
  readonly origin: Origin;
}
