import type { Address } from '../address/address.ts';
import { familyOf } from '../address/address.ts';
import { EVERYWHERE } from '../address/special.ts';
import { closeOthers, type Listener, programListeners } from '../cloud/load-balancers/listeners.ts';
import type { TargetEnd } from '../cloud/load-balancers/spread.ts';
import { rangesOf } from '../cloud/ranges.ts';
import { type Backends, ingressRelay, placed } from '../kubernetes/ingress/controller.ts';
import { endpointsOf } from '../kubernetes/services/endpoints.ts';
import { addLoopback, addRoute } from '../linux/configure.ts';
import { NetworkNamespace } from '../linux/namespace.ts';
import type { Meaning } from '../linux/rule.ts';
import type { Allocation } from '../topology/allocation.ts';
import type { Cluster, Node } from '../topology/cluster.ts';
import type { Topology } from '../topology/topology.ts';
import type { Ingress, Service } from '../topology/workload.ts';
import type { Balancer } from './balancers.ts';
import { addInterfaces } from './build.ts';
import { enableForwarding } from './machine.ts';
import { gatewaysOf } from './nics.ts';

/** A load balancer: listeners that pass connections on to nodes, or an ALB's that proxy them. */
export function buildBalancer(topology: Topology, allocation: Allocation, balancer: Balancer): NetworkNamespace {
  const { key, name, inner, outer, owner, vpc } = balancer;
  const { origin } = 'service' in owner ? owner.service : owner.ingress;
  const namespace = new NetworkNamespace(key, name, 'load-balancer', origin);
  addLoopback(namespace);
  addInterfaces(namespace, outer ? [inner, outer] : [inner]);
  addRoutes(topology, balancer, namespace);
  enableForwarding(namespace);
  if ('service' in owner) {
    const listeners = owner.service.ports.map((_, index) => listenerOf(balancer, allocation, owner.service, index));
    programListeners(namespace, ownAddresses(balancer), listeners);
    closeOthers(namespace, [], vpc.provider === 'alibaba', origin);
  } else addProxy(balancer.cluster, allocation, owner.ingress, namespace);
  namespace.silent = true;
  return namespace;
}

/** What packets for it bear: the public address where it has it itself, else that in its subnet. */
function ownAddresses({ inner, outer }: Balancer): readonly Address[] {
  return [...(outer ?? inner).addresses].map(({ address }) => address);
}

/** The router of the VPC leads everywhere, but for one that stands at the Internet itself: then only into the VPC. */
function addRoutes(topology: Topology, { inner, outer, vpc }: Balancer, namespace: NetworkNamespace): void {
  const { origin } = inner;
  const gateway = inner.segment && gatewaysOf(topology, inner.segment).find((one) => familyOf(one) === 4);
  if (gateway === undefined) return;
  const into = outer ? rangesOf(topology, vpc) : [EVERYWHERE[4]];
  for (const destination of into) {
    const route = { type: 'unicast', destination, via: gateway, device: inner.device, onlink: true, origin } as const;
    addRoute(namespace, { ...route, protocol: 'static' });
  }
  if (!outer) return;
  addRoute(namespace, {
    type: 'unicast',
    destination: EVERYWHERE[4],
    device: outer.device,
    protocol: 'static',
    origin,
  });
}

function listenerOf({ cluster }: Balancer, allocation: Allocation, service: Service, index: number): Listener {
  const { protocol, port, origin } = service.ports[index]!;
  return {
    protocol,
    port,
    targets: nodeTargets(cluster, allocation, service, index),
    withoutTargets: withoutTargets(cluster, service),
    sources: service.loadBalancerSourceRanges,
    origin,
  };
}

/** The nodes by their node port; health checks leave under policy Local only those with an endpoint. */
function nodeTargets(cluster: Cluster, allocation: Allocation, service: Service, index: number): readonly TargetEnd[] {
  const nodePort = allocation.nodePort(service, index);
  if (nodePort === undefined) return [];
  return healthy(cluster, allocation, service, index).flatMap((node) => {
    const own = allocation.nodeAddresses(node).find((one) => familyOf(one) === 4);
    return own === undefined ? [] : [{ address: own, port: nodePort, origin: node.origin }];
  });
}

function healthy(cluster: Cluster, allocation: Allocation, service: Service, index: number): readonly Node[] {
  if (service.externalTrafficPolicy === 'Cluster') return cluster.nodes;
  const endpoints = endpointsOf(cluster, allocation).of(service, index);
  const local = new Set(endpoints.flatMap(({ node }) => node ?? []));
  return cluster.nodes.filter(({ id }) => local.has(id));
}

function withoutTargets({ nodes }: Cluster, { namespace, name }: Service): Meaning {
  const who = `the load balancer of service ${namespace}/${name}`;
  if (nodes.length === 0) return { disposition: 'NO_ENDPOINTS', reason: `${who} has no node`, code: 'LB-NO-BACKEND' };
  const reason = `${who} finds no node healthy: none has an endpoint of the Service`;
  return { disposition: 'NO_ENDPOINTS', reason, code: 'SVC-NO-ENDPOINT' };
}

/** An ALB listens on one port: for https with a certificate, for http without. */
function addProxy(cluster: Cluster, allocation: Allocation, ingress: Ingress, namespace: NetworkNamespace): void {
  const { origin, certificates } = ingress;
  const port = certificates.length > 0 ? 443 : 80;
  const relay = ingressRelay('ALB', placed(ingress), albBackends(cluster, allocation, ingress), false);
  namespace.listeners.push({ protocol: 'TCP', port, relay, origin: certificates[0]?.origin ?? origin });
  closeOthers(namespace, [{ protocol: 'TCP', port, origin }], false, origin);
}

function albBackends(cluster: Cluster, allocation: Allocation, { targetType }: Ingress): Backends {
  return {
    service: (id) => serviceIn(cluster, id),
    targets: (service, port) =>
      targetType === 'instance'
        ? nodeTargets(cluster, allocation, service, port)
        : endpointsOf(cluster, allocation).of(service, port),
  };
}

/** An in-cluster controller passes requests on to the pods themselves. */
export function podBackends(cluster: Cluster, allocation: Allocation): Backends {
  return {
    service: (id) => serviceIn(cluster, id),
    targets: (service, port) =>
      endpointsOf(cluster, allocation)
        .of(service, port)
        .filter(({ address }) => familyOf(address) === 4),
  };
}

function serviceIn({ namespaces }: Cluster, id: string): Service | undefined {
  return namespaces.flatMap(({ services }) => services).find((service) => service.id === id);
}
