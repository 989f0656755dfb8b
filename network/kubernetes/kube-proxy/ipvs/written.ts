import type { Family } from '../../../address/address.ts';
import type { Prefix } from '../../../address/prefix.ts';
import type { Match, NamedSet, Rule, Target } from '../../../linux/rule.ts';
import type { Origin } from '../../../topology/origin.ts';
import type { ProxiedPort } from '../../services/service-ports.ts';
import { comment, rule } from '../iptables/words.ts';
import { setName } from './sets.ts';

/** A rule, and the set without whose entries kube-proxy does not write it. */
export interface Written {
  readonly chain: string;
  readonly needs?: string;
  readonly rule: Rule;
}

/** What the rules of one family on a node are made of. */
export interface IpvsChainContext {
  readonly family: Family;
  readonly origin: Origin;
  readonly podCIDR?: Prefix;
  /** By their IPv4 names. */
  readonly sets: ReadonlyMap<string, NamedSet>;
  /** Ports whose load balancer the node itself must not ask. */
  readonly barred: () => readonly ProxiedPort[];
}

/** What iptables prints of a set: its name, and which ends of a packet it looks at. */
export type Directions = 'dst' | 'dst,dst' | 'dst,dst,src';

const COMMENTS: Readonly<Record<string, string>> = {
  'KUBE-LOOP-BACK': 'Kubernetes endpoints dst ip:port, source ip for solving hairpin purpose',
  'KUBE-CLUSTER-IP': 'Kubernetes service cluster ip + port for masquerade purpose',
  'KUBE-EXTERNAL-IP': 'Kubernetes service external ip + port for masquerade and filter purpose',
  'KUBE-EXTERNAL-IP-LOCAL': 'Kubernetes service external ip + port with externalTrafficPolicy=local',
  'KUBE-LOAD-BALANCER': 'Kubernetes service lb portal',
  'KUBE-LOAD-BALANCER-LOCAL': 'Kubernetes service load balancer ip + port with externalTrafficPolicy=local',
  'KUBE-LOAD-BALANCER-FW': 'Kubernetes service load balancer ip + port for load balancer with sourceRange',
  'KUBE-LOAD-BALANCER-SOURCE-IP': 'Kubernetes service load balancer ip + port + source IP for packet filter purpose',
  'KUBE-LOAD-BALANCER-SOURCE-CIDR':
    'Kubernetes service load balancer ip + port + source cidr for packet filter purpose',
  'KUBE-NODE-PORT-TCP': 'Kubernetes nodeport TCP port for masquerade purpose',
  'KUBE-NODE-PORT-LOCAL-TCP': 'Kubernetes nodeport TCP port with externalTrafficPolicy=local',
  'KUBE-NODE-PORT-UDP': 'Kubernetes nodeport UDP port for masquerade purpose',
  'KUBE-NODE-PORT-LOCAL-UDP': 'Kubernetes nodeport UDP port with externalTrafficPolicy=local',
  'KUBE-NODE-PORT-SCTP-HASH': "Kubernetes nodeport SCTP port for masquerade purpose with type 'hash ip:port'",
  'KUBE-NODE-PORT-LOCAL-SCTP-HASH':
    "Kubernetes nodeport SCTP port with externalTrafficPolicy=local with type 'hash ip:port'",
  'KUBE-HEALTH-CHECK-NODE-PORT': 'Kubernetes health check node port',
};

/** Rules that ask sets, in the words of one family. */
export function writer({ family, origin }: IpvsChainContext) {
  const inSet = (set: string, directions: Directions): Match => ({
    kind: 'set',
    set: setName(set, family),
    directions: directions.split(',') as ('src' | 'dst')[],
  });
  return {
    /** With the comment that the set has. */
    ask: (chain: string, set: string, directions: Directions, target: Target, ...more: Match[]): Written => ({
      chain,
      needs: set,
      rule: rule([...more, comment(COMMENTS[set]!), inSet(set, directions)], target, origin),
    }),
    plain: (chain: string, target: Target, ...matches: Match[]): Written => ({
      chain,
      rule: rule(matches, target, origin),
    }),
    inSet,
  };
}
