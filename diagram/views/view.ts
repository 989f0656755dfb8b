import type { Allocate } from '../../network/topology/allocation.ts';
import type { Topology } from '../../network/topology/topology.ts';
import { graphSteps } from '../build.ts';
import type { Graph } from '../graph.ts';
import { atOnce, type Steps } from '../steps.ts';
import { addressGraph } from './addresses.ts';
import { policyGraph } from './policies.ts';
import { serviceGraph } from './services.ts';

/** What of a model a picture shows. */
export type View = 'topology' | 'addresses' | 'services' | 'policies';

type Build = (topology: Topology, allocate: Allocate) => Steps<Graph>;

const BUILDERS: Readonly<Record<View, Build>> = {
  topology: graphSteps,
  addresses: inOne(addressGraph),
  services: inOne(serviceGraph),
  policies: inOne(policyGraph),
};

export const VIEWS = Object.keys(BUILDERS) as readonly View[];

/** The graph of a view. The same topology gives the same graph; in a view of what is not there it has no boxes. */
export const graphOf = (view: View, topology: Topology, allocate: Allocate): Graph =>
  atOnce(stepsTo(view, topology, allocate));

/** The same in steps. */
export const stepsTo = (view: View, topology: Topology, allocate: Allocate): Steps<Graph> =>
  BUILDERS[view](topology, allocate);

/** What has no steps within, as one. */
function inOne(build: (topology: Topology, allocate: Allocate) => Graph): Build {
  return function* (topology, allocate) {
    yield;
    return build(topology, allocate);
  };
}
