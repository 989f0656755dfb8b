import { type Address, formatAddress } from '../../../network/address/address.ts';
import { containsAddress } from '../../../network/address/prefix.ts';
import { type Endpoint, endpointsOf } from '../../../network/kubernetes/services/endpoints.ts';
import { type Balancer, balancersOf } from '../../../network/machines/balancers.ts';
import type { Allocation } from '../../../network/topology/allocation.ts';
import { indexById } from '../../../network/topology/by-id.ts';
import type { Cluster } from '../../../network/topology/cluster.ts';
import type { Topology } from '../../../network/topology/topology.ts';
import type { Ingress, IngressRule, Service } from '../../../network/topology/workload.ts';
import { code, heading, line, list } from '../lines.ts';

/** An ingress: where it is to be reached, and the table of its paths with the endpoints behind each. */
export function ingressCard(ingress: Ingress, cluster: Cluster, allocation: Allocation, topology: Topology): string[] {
  const { name, namespace, class: kind, scheme, targetType, rules, certificates } = ingress;
  const isAlb = kind === 'alb';
  return [
    heading('ingress', `${namespace}/${name}`, `cluster ${code(cluster.name)}`),
    ...line('class', code(kind)),
    ...line('scheme', isAlb && scheme),
    ...line('targetType', isAlb && targetType),
    ...line('listens for', certificates.length > 0 ? 'https' : 'http'),
    ...line('addresses', list(balancersOf(topology).of(ingress).map(addressWord))),
    '',
    '| host | path | service | port | endpoints |',
    '| --- | --- | --- | --- | --- |',
    ...byHost(rules).map((rule) => row(rule, cluster, allocation, topology)),
  ];
}

/** Rules for every host are the last to be asked. */
function byHost(rules: readonly IngressRule[]): readonly IngressRule[] {
  return [...rules.filter(({ host }) => host !== undefined), ...rules.filter(({ host }) => host === undefined)];
}

function row(rule: IngressRule, cluster: Cluster, allocation: Allocation, topology: Topology): string {
  const service = indexById(topology).services.get(rule.service.value);
  const index = service?.ports.findIndex(
    ({ port, name }) => (typeof rule.port === 'number' ? port : name) === rule.port,
  );
  const known = service && index !== undefined && index >= 0;
  const endpoints = known ? endpointsOf(cluster, allocation).of(service, index) : [];
  const name = service ? `${service.namespace}/${service.name}` : rule.service.value;
  const words = endpoints.length > 0 ? list(endpoints.map(endpointWord)) : '**none**';
  return `| ${rule.host ? code(rule.host) : 'any'} | ${code(rule.path)} | ${code(name)} | ${rule.port} | ${words} |`;
}

function endpointWord({ address, port, pod }: Endpoint): string {
  const at = `${formatAddress(address)}:${port}`;
  return pod ? `${code(pod.label)} ${at}` : code(at);
}

/** Listeners of a Service's load balancer, each with the nodes that it sends to. */
export function balancerWords(service: Service, cluster: Cluster, allocation: Allocation, topology: Topology): string {
  if (service.type !== 'LoadBalancer') return '';
  const own = balancersOf(topology).of(service);
  if (own.length === 0) return 'none: no cloud gives it one';
  return `${list(own.map(addressWord))}; ${list(service.ports.map((_, index) => listenerWord(service, index, cluster, allocation)))}`;
}

function listenerWord(service: Service, index: number, cluster: Cluster, allocation: Allocation): string {
  const { port, protocol } = service.ports[index]!;
  const local = new Set(
    endpointsOf(cluster, allocation)
      .of(service, index)
      .map(({ node }) => node),
  );
  const nodes =
    service.externalTrafficPolicy === 'Local' ? cluster.nodes.filter(({ id }) => local.has(id)) : cluster.nodes;
  const targets = nodes.length > 0 ? list(nodes.map(({ name }) => code(name))) : 'no node';
  return `${port}/${protocol} -> ${targets} port ${allocation.nodePort(service, index) ?? '?'}`;
}

function addressWord({ address, inner }: Balancer): string {
  const holds = (own: Address) => inner.segment?.cidrs.some(({ value }) => containsAddress(value, own)) ?? false;
  const isInside = holds(address);
  const where = inner.addresses.some((own) => holds(own.address)) ? `, in ${code(inner.segment!.name)}` : '';
  return `${formatAddress(address)} (${isInside ? 'internal' : 'public'}${where})`;
}
