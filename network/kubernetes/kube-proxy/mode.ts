import type { Family } from '../../address/address.ts';
import type { NetworkNamespace } from '../../linux/namespace.ts';
import type { Node } from '../../topology/cluster.ts';
import type { ServicePorts, ServiceView } from '../services/service-ports.ts';

/** Writes what kube-proxy keeps on a node. */
export type Program = (node: Node, namespace: NetworkNamespace) => void;

/** The Services of one family; worked out when a node is first asked for. */
export interface Stack {
  readonly family: Family;
  readonly ports: () => ServicePorts;
}

/** One of kube-proxy's modes, for all families that the cluster has Services of. */
export type Mode = (view: ServiceView, stacks: readonly Stack[]) => Program;

/** A mode in which families have nothing in common. */
export function eachFamily(mode: (view: ServiceView, stack: Stack) => Program): Mode {
  return (view, stacks) => {
    const programs = stacks.map((stack) => mode(view, stack));
    return (node, namespace) => {
      for (const program of programs) program(node, namespace);
    };
  };
}
