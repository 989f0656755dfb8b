import { indexById } from '../../topology/by-id.ts';
import type { Cluster } from '../../topology/cluster.ts';
import { hasNodePorts } from '../../topology/ipam/node-ports.ts';
import { usesVpcAddresses } from '../../topology/ipam/shared-pools.ts';
import type { Topology } from '../../topology/topology.ts';
import type { Ingress, IngressRule, Service } from '../../topology/workload.ts';
import type { Check, Fix } from '../diagnostic.ts';
import { diagnostic, type Found } from '../support/place.ts';
import { serviceWords } from './node-ports.ts';

/** A Service whose selector matches nothing is SVC-NO-ENDPOINT's. */
export const lbNoBackend: Check = {
  code: 'LB-NO-BACKEND',
  severity: 'error',
  summary: 'A load balancer, or a listener of one, without a backend',
  *run({ topology, stop }) {
    for (const cluster of topology.clusters) {
      if (stop()) return;
      for (const namespace of cluster.namespaces) {
        if (cluster.nodes.length === 0) {
          for (const found of withoutNodes(cluster, namespace.services)) yield diagnostic(this, found);
        }
        for (const ingress of namespace.ingresses.filter((one) => one.class === 'alb')) {
          for (const found of withoutTargets(topology, cluster, ingress)) yield diagnostic(this, found);
        }
      }
    }
  },
};

/** Its backends are the nodes. */
function* withoutNodes(cluster: Cluster, services: readonly Service[]): Generator<Found> {
  for (const service of services.filter(({ type }) => type === 'LoadBalancer')) {
    const message = `The load balancer of ${serviceWords(service)} sends to the nodes, and cluster ${cluster.name} has none`;
    yield { message, origin: service.typeOrigin };
  }
}

function* withoutTargets(topology: Topology, cluster: Cluster, ingress: Ingress): Generator<Found> {
  const told = new Set<string>();
  for (const rule of ingress.rules) {
    const service = indexById(topology).services.get(rule.service.value);
    const found = service && !told.has(service.id) ? judge(cluster, ingress, rule, service) : undefined;
    if (!service || !found) continue;
    told.add(service.id);
    yield { related: [{ origin: service.origin, message: serviceWords(service) }], ...found };
  }
}

function judge(cluster: Cluster, ingress: Ingress, rule: IngressRule, service: Service): Found | undefined {
  const { origin } = rule.service;
  if (ingress.targetType === 'instance') {
    if (hasNodePorts(service)) return undefined;
    const message = `An ALB with targetType instance sends to node ports, and ${serviceWords(service)} has none: it is of type ${service.type}`;
    return { message, origin, fixes: giveNodePort(service) };
  }
  if (hasVpcAddresses(cluster)) return undefined;
  const message = `An ALB with targetType ip sends to the addresses of Pods, and those of cluster ${cluster.name} are none of the VPC: its CNI is ${cluster.cni.kind}`;
  return { message, origin };
}

/** What the load balancer of a VPC can send to; a cluster without a CNI says nothing of where its Pods' addresses are. */
function hasVpcAddresses(cluster: Cluster): boolean {
  return cluster.cni.kind === 'none' || usesVpcAddresses(cluster);
}

function giveNodePort(service: Service): Fix[] {
  if (service.type !== 'ClusterIP' || service.headless || service.implicit) return [];
  const { typeOrigin, origin } = service;
  const value = 'NodePort';
  return [
    {
      title: `Give ${serviceWords(service)} node ports`,
      changes: [
        typeOrigin === origin
          ? { kind: 'insert', into: origin, field: 'type', value }
          : { kind: 'set', origin: typeOrigin, value },
      ],
    },
  ];
}
