import type { Cluster } from './cluster.ts';
import type { Origin } from './origin.ts';
import type { Expect, Trace } from './question.ts';
import type { Host, Machine, Overlay, Router, Segment, Vpc } from './underlay.ts';

/** Everything a model declares: plain data, in the order of the text. Lists never change after lowering. */
export interface Topology {
  readonly vpcs: readonly Vpc[];
  /** `network`s and the subnets of all VPCs. */
  readonly segments: readonly Segment[];
  readonly routers: readonly Router[];
  readonly hosts: readonly Host[];
  readonly overlays: readonly Overlay[];
  readonly clusters: readonly Cluster[];
  readonly traces: readonly Trace[];
  readonly expects: readonly Expect[];
  /** What the reader noticed and a check turns into a diagnostic. */
  readonly findings: readonly Finding[];
}

/** Facts about the text that are no part of the network. */
export type Finding =
  /** A literal that is no address or prefix; `suggestion` is what it probably means. */
  | {
      readonly kind: 'bad-literal';
      readonly text: string;
      readonly reason: string;
      readonly suggestion?: string;
      readonly origin: Origin;
    }
  /** `10.0.0.5/8`: read as the masked prefix, which is the suggestion. */
  | { readonly kind: 'host-bits'; readonly text: string; readonly suggestion: string; readonly origin: Origin }
  | {
      readonly kind: 'duplicate-name';
      readonly name: string;
      readonly what: string;
      readonly origin: Origin;
      readonly first: Origin;
    };

export const EMPTY_TOPOLOGY: Topology = {
  vpcs: [],
  segments: [],
  routers: [],
  hosts: [],
  overlays: [],
  clusters: [],
  traces: [],
  expects: [],
  findings: [],
};

/** Hosts, then the nodes of all clusters. */
export function machinesOf({ hosts, clusters }: Pick<Topology, 'hosts' | 'clusters'>): readonly Machine[] {
  return [...hosts, ...clusters.flatMap(({ nodes }) => nodes)];
}
