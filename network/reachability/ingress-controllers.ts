import type { Cluster } from '../topology/cluster.ts';
import { LabelIndex } from '../topology/label-index.ts';
import { namedPorts } from '../topology/policy-matching.ts';
import type { ContainerPort, IngressRule, Namespace, Service, ServicePort, Workload } from '../topology/workload.ts';
import { type PortSet, type PortSpace, positionOf } from './port-set.ts';

/**
 * What Ingresses and Routes lead to: for each workload, by id, the target ports of Services that rules name and that a
 * container of it declares. Policies are not looked at.
 */
export function ingressTargets({ namespaces }: Cluster, space: PortSpace): ReadonlyMap<string, PortSet> {
  const targets = new Map<string, PortSet>();
  for (const namespace of namespaces) {
    const index = new LabelIndex(namespace.workloads);
    for (const rule of namespace.ingresses.flatMap(({ rules }) => rules)) {
      for (const [workload, ports] of targetsOf(rule, namespace, index)) {
        const positions = ports.map(positionOf).flatMap((position) => [position, position]);
        targets.set(workload.id, space.union(targets.get(workload.id) ?? space.none, space.of(positions)));
      }
    }
  }
  return targets;
}

function targetsOf(rule: IngressRule, { services }: Namespace, index: LabelIndex): [Workload, ContainerPort[]][] {
  const service = services.find(({ id, name }) => rule.service.value === id || rule.service.value === name);
  // A Service of a name outside has no endpoints, whatever it selects.
  if (!service?.selector || service.type === 'ExternalName') return [];
  const ports = servicePortsOf(rule, service);
  return index
    .select(service.selector)
    .map((workload) => [workload, ports.flatMap((port) => declaredTargets(port, workload))]);
}

/** By number or name of the Service's port; a Route may name the target port instead. HTTP and TLS are carried by TCP. */
function servicePortsOf({ port }: IngressRule, service: Service): readonly ServicePort[] {
  const ports = service.ports.filter(({ protocol }) => protocol === 'TCP');
  const own = ports.filter((one) => one.port === port || one.name === port);
  return own.length > 0 ? own : ports.filter(({ targetPort }) => targetPort === port);
}

function declaredTargets({ targetPort, protocol, origin }: ServicePort, { ports }: Workload): ContainerPort[] {
  if (typeof targetPort === 'string') return [...namedPorts({ name: targetPort, protocol, origin }, ports)];
  return ports.filter((one) => one.port === targetPort && one.protocol === protocol);
}
