import type { Allocate } from '../../network/topology/allocation.ts';
import type { Topology } from '../../network/topology/topology.ts';
import { buildGraph } from '../build.ts';
import type { Graph } from '../graph.ts';
import { addressGraph } from './addresses.ts';
import { policyGraph } from './policies.ts';
import { serviceGraph } from './services.ts';

/** What of a model a picture shows. */
export type View = 'topology' | 'addresses' | 'services' | 'policies';

type Build = (topology: Topology, allocate: Allocate) => Graph;

const BUILDERS: Readonly<Record<View, Build>> = {
  topology: buildGraph,
  addresses: addressGraph,
  services: serviceGraph,
  policies: policyGraph,
};

export const VIEWS = Object.keys(BUILDERS) as readonly View[];

/** The graph of a view. The same topology gives the same graph; in a view of what is not there it has no boxes. */
export function graphOf(view: View, topology: Topology, allocate: Allocate): Graph {
  return BUILDERS[view](topology, allocate);
}
