import type { Query } from '../machines/names.ts';
import type { Origin } from '../topology/origin.ts';

/**
 * A trace as plain data, in the form that `knet trace --format json` prints. `O` is where a rule was declared: an
 * opaque {@link Origin} inside `network/`, a file and a position after `analysis/` has resolved it.
 */
export interface TraceResult<O = Origin> {
  readonly flow: Flow;
  /** Of all paths alike, else MIXED. */
  readonly disposition: Disposition | 'MIXED';
  readonly paths: readonly TracePath<O>[];
  /** Probability of the paths that are not shown (at most 64 are). */
  readonly remaining: number;
  /** Where the destination is a name: how it was looked up, before the connection. */
  readonly lookup?: Lookup<O>;
}

/** What a resolver does before a connection to a name. */
export interface Lookup<O = Origin> {
  readonly name: string;
  /** In order. */
  readonly queries: readonly Query[];
  /** The way of the question to the DNS server and back. */
  readonly trace: TraceResult<O>;
}

export interface Flow {
  readonly protocol: FlowProtocol;
  readonly source: string;
  readonly sourceAddress?: string;
  readonly destination: string;
  readonly destinationAddress?: string;
  readonly destinationPort?: number;
}

export type FlowProtocol = 'ICMP' | 'TCP' | 'UDP' | 'SCTP';

export interface TracePath<O = Origin> {
  readonly probability: number;
  /** Choices that differ in nothing but an index are one path with a count. */
  readonly count: number;
  readonly disposition: Disposition;
  /** Why, in a sentence, when the packet did not arrive. */
  readonly reason?: string;
  /** Code of the check that would have foreseen it. */
  readonly code?: string;
  readonly forward: readonly Hop<O>[];
  readonly reply?: readonly Hop<O>[];
  /** The way of the ICMP error or RST that tells the sender. */
  readonly error?: readonly Hop<O>[];
}

export type Disposition =
  | 'DELIVERED'
  | 'EXITS_NETWORK'
  | 'DENIED_BY_POLICY'
  | 'DENIED_BY_FILTER'
  | 'NO_ROUTE'
  | 'BLACKHOLE'
  | 'NEIGHBOUR_UNREACHABLE'
  | 'NO_ENDPOINTS'
  | 'NO_LISTENER'
  | 'MTU_EXCEEDED'
  | 'TTL_EXCEEDED'
  | 'LOOP'
  | 'REVERSE_PATH_FILTERED'
  | 'SOURCE_CHECK_FAILED'
  | 'REPLY_LOST'
  | 'INSUFFICIENT_INFO';

/** One network namespace or L2 segment, and what happened in it, in order. */
export interface Hop<O = Origin> {
  /** A node's or host's name, `default/a` for a pod, a segment's name. */
  readonly namespace: string;
  readonly kind: 'pod' | 'node' | 'host' | 'container' | 'segment' | 'router' | 'gateway' | 'load-balancer';
  readonly steps: readonly Step<O>[];
}

/** What a rule decided carries the rule as the machine prints it and the origin of what made it. */
interface Ruled<O> {
  readonly rule?: string;
  readonly origin?: O;
}

export type Step<O = Origin> =
  | ({ readonly type: 'originate' | 'deliver'; readonly detail?: string; readonly frame?: Frame } & Ruled<O>)
  | ({ readonly type: 'receive' | 'transmit'; readonly device: string; readonly frame: Frame } & Ruled<O>)
  | ({
      readonly type: 'bridge';
      readonly device: string;
      readonly port?: string;
      readonly flooded?: boolean;
    } & Ruled<O>)
  | ({
      readonly type: 'neighbour';
      readonly device: string;
      readonly address: string;
      readonly mac?: string;
    } & Ruled<O>)
  | ({ readonly type: 'route'; readonly table?: string; readonly losing?: readonly string[] } & Ruled<O>)
  | ({ readonly type: 'netfilter'; readonly hook: string; readonly table: string; readonly chain: string } & Ruled<O>)
  | ({
      readonly type: 'nat';
      readonly hook: string;
      readonly table: string;
      readonly chain: string;
      readonly before: string;
      readonly after: string;
    } & Ruled<O>)
  | ({
      readonly type: 'conntrack';
      readonly state: string;
      readonly before?: string;
      readonly after?: string;
    } & Ruled<O>)
  | ({ readonly type: 'ipvs'; readonly service: string; readonly destination: string } & Ruled<O>)
  | ({
      readonly type: 'policy';
      readonly policy?: string;
      readonly direction: 'ingress' | 'egress';
      readonly verdict: 'allow' | 'deny';
    } & Ruled<O>)
  | ({
      readonly type: 'encapsulate' | 'decapsulate';
      readonly device: string;
      readonly encapsulation: Encapsulation;
    } & Ruled<O>)
  | ({
      readonly type: 'mtu';
      readonly device: string;
      readonly mtu: number;
      readonly length: number;
      readonly fits: boolean;
      /** How many it was cut into, when it went on in fragments. */
      readonly fragments?: number;
    } & Ruled<O>)
  | ({ readonly type: 'userspace' | 'proxy'; readonly process: string; readonly detail: string } & Ruled<O>)
  | ({
      readonly type: 'drop';
      readonly reason: string;
      readonly disposition: Disposition;
      readonly code?: string;
    } & Ruled<O>);

/** What a capture on a device shows of a packet. Lengths in bytes of the IP packet; `encapsulation` outermost first. */
export interface Frame {
  readonly source: string;
  readonly destination: string;
  readonly protocol: FlowProtocol;
  readonly sourcePort?: number;
  readonly destinationPort?: number;
  /** ICMP only: `echo-request`, `echo-reply`, or `type 3 code 1`. */
  readonly icmp?: string;
  /** TCP flags as tcpdump prints them: `S`, `S.`, `R.`. */
  readonly flags?: string;
  readonly ttl: number;
  readonly length: number;
  readonly dontFragment?: boolean;
  readonly macSource?: string;
  readonly macDestination?: string;
  readonly encapsulation?: readonly Encapsulation[];
}

export interface Encapsulation {
  readonly kind: 'vxlan' | 'ipip' | 'udp' | 'sleeve';
  readonly source: string;
  readonly destination: string;
  readonly port?: number;
  readonly vni?: number;
  /** Bytes of the outer IP packet. */
  readonly length: number;
  readonly ttl?: number;
}
