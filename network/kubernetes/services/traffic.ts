import type { Meaning } from '../../linux/rule.ts';
import type { Service } from '../../topology/workload.ts';
import type { Endpoint } from './endpoints.ts';
import type { ProxiedPort } from './service-ports.ts';

/** Which endpoints kube-proxy of one node uses for a port (`CategorizeEndpoints`, `BaseServicePortInfo`). */
export interface Traffic {
  readonly internalLocal: boolean;
  readonly externalLocal: boolean;
  /** By node port, external or load balancer's address. */
  readonly externallyAccessible: boolean;
  readonly all: readonly Endpoint[];
  readonly local: readonly Endpoint[];
  /** Whether policy Cluster, or policy Local, is in use for any traffic. */
  readonly usesCluster: boolean;
  readonly usesLocal: boolean;
}

/** Seconds that `sessionAffinity: ClientIP` lasts (three hours, `DefaultClientIPServiceAffinitySeconds`). */
export const AFFINITY_SECONDS = 10800;

/** The endpoints of a port as kube-proxy of a node uses them; `node` is its id. */
export function trafficOf(port: ProxiedPort, node: string): Traffic {
  const { service } = port;
  const internalLocal = service.internalTrafficPolicy === 'Local';
  const externallyAccessible =
    port.nodePort !== undefined || port.externalIPs.length > 0 || port.loadBalancerIPs.length > 0;
  const externalLocal = isExternalLocal(port);
  const all = port.endpoints();
  const usesLocal = internalLocal || (externalLocal && externallyAccessible);
  return {
    internalLocal,
    externalLocal,
    externallyAccessible,
    all,
    local: usesLocal ? all.filter((endpoint) => endpoint.node === node) : [],
    // Even where policy Local rules, what comes from pods and the node itself is led to any endpoint.
    usesCluster: !internalLocal || externallyAccessible,
    usesLocal,
  };
}

/** How Services say that they have nobody to lead to: for traces, whatever the mode. */
export function withoutEndpoints({ service }: ProxiedPort, { all }: Pick<Traffic, 'all'>, external: boolean): Meaning {
  const who = `service ${service.namespace}/${service.name}`;
  if (all.length === 0)
    return { disposition: 'NO_ENDPOINTS', reason: `${who} has no endpoints`, code: 'SVC-NO-ENDPOINT' };
  const reason = `${who} has no endpoint on this node, and its policy Local asks for one`;
  return { disposition: 'NO_ENDPOINTS', reason, ...(external ? { code: 'ETP-LOCAL' } : {}) };
}

function isExternalLocal({ service, nodePort }: ProxiedPort): boolean {
  const external = service.type === 'LoadBalancer' || nodePort !== undefined || service.externalIPs.length > 0;
  return external && service.externalTrafficPolicy === 'Local';
}

/** Whether what kube-proxy does for a port is the same on every node. */
export function isAlikeEverywhere(port: ProxiedPort): boolean {
  const { service } = port;
  return service.internalTrafficPolicy === 'Cluster' && !isExternalLocal(port) && !isFirewalled(port);
}

/** Whether a port has a load balancer's address that only some sources may ask. */
export function isFirewalled({ service, loadBalancerIPs }: ProxiedPort): boolean {
  return loadBalancerIPs.length > 0 && hasSourceRanges(service);
}

/** Whether `loadBalancerSourceRanges` says who may ask. */
export function hasSourceRanges({ loadBalancerSourceRanges }: Service): boolean {
  return loadBalancerSourceRanges.length > 0;
}
