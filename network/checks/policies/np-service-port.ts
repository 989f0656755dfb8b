import type { PortRange } from '../../topology/ports.ts';
import type { Service, ServicePort, Workload } from '../../topology/workload.ts';
import type { Check } from '../diagnostic.ts';
import { eachRulePort } from '../support/each-rule-port.ts';
import { diagnostic, type Found } from '../support/place.ts';
import { type PolicyFacts, policyWords, type Ruled } from '../support/policy-facts.ts';
import { selectedBy } from '../support/selected.ts';

/** Only where none of the Pods listens on the port: else it may be meant. */
export const npServicePort: Check = {
  code: 'NP-SERVICE-PORT',
  severity: 'warning',
  summary: "A NetworkPolicy admits a Service's port where the Pods have another",
  *run({ topology, stop }) {
    for (const found of mistakenPorts(topology.clusters, stop)) yield diagnostic(this, found);
  },
};

const mistakenPorts = eachRulePort(mistaken);

/** What is wrong with a port of a rule that is a Service's and not its Pods'; undefined where nothing is. */
export function mistaken(facts: PolicyFacts, ruled: Ruled, range: PortRange): Found | undefined {
  if (range.from === undefined || range.from !== (range.to ?? range.from)) return undefined;
  const groups = facts.destinations(ruled);
  if (groups.some((pods) => pods.some(({ ports }) => ports.some((one) => isMeant(range, one))))) return undefined;
  const pods = groups.flat();
  for (const [service, port] of servicesOf(facts, pods)) {
    if (!isMeant(range, port)) continue;
    const target = targetOf(port, selectedIn(facts, service));
    if (target === undefined || target === range.from) continue;
    return told(ruled, range, service, port, target);
  }
  return undefined;
}

function isMeant({ protocol, from }: PortRange, one: Pick<ServicePort, 'protocol' | 'port'>): boolean {
  return one.port === from && (protocol === undefined || protocol === one.protocol);
}

/** Services that lead to one of the Pods, port by port. */
function* servicesOf(facts: PolicyFacts, pods: readonly Workload[]): Generator<readonly [Service, ServicePort]> {
  const wanted = new Set(pods);
  const homes = new Set(pods.map(({ namespace }) => namespace));
  for (const namespace of facts.cluster.namespaces.filter(({ name }) => homes.has(name))) {
    for (const service of namespace.services) {
      if (!selectedBy(namespace, service).some((pod) => wanted.has(pod))) continue;
      for (const port of service.ports) yield [service, port];
    }
  }
}

function selectedIn(facts: PolicyFacts, service: Service): readonly Workload[] {
  const namespace = facts.cluster.namespaces.find(({ name }) => name === service.namespace);
  return namespace ? selectedBy(namespace, service) : [];
}

function targetOf({ targetPort, protocol }: ServicePort, pods: readonly Workload[]): number | undefined {
  if (typeof targetPort === 'number') return targetPort;
  const ports = pods.flatMap(({ ports }) => ports);
  return ports.find((one) => one.name === targetPort && one.protocol === protocol)?.port;
}

function told({ policy }: Ruled, range: PortRange, service: Service, port: ServicePort, target: number): Found {
  const value = `${target}/${port.protocol}`;
  const name = `Service ${service.namespace}/${service.name}`;
  return {
    message: `${policyWords(policy)} admits ${port.port}/${port.protocol}, the port of ${name}: packets come to a policy with the port of the Pod, ${value}`,
    origin: range.origin,
    related: [{ origin: port.origin, message: name }],
    fixes: [{ title: `Admit ${value}`, changes: [{ kind: 'set', origin: range.origin, value }] }],
  };
}
