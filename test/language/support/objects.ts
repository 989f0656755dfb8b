import type { Sourced } from '../../../network/topology/origin.ts';
import type { Topology } from '../../../network/topology/topology.ts';

/**
 * Every object that somebody wrote, by kind and id, as text without origins: what can be lost or changed by a mistake. What
 * knet adds by itself (CoreDNS, an ingress controller) follows what is written.
 */
export function objectsOf(topology: Topology): Map<string, string> {
  const objects = new Map<string, string>();
  const add = (kind: string, list: readonly object[], without: readonly string[] = []) => {
    for (const [i, one] of list.entries()) {
      const id = 'id' in one ? String(one.id) : String(i);
      objects.set(`${kind} ${id}`, textOf(one, without));
    }
  };
  add('vpc', topology.vpcs, [
    'natGateways',
    'routeTables',
    'securityGroups',
    'internetGateway',
    'subnets',
    'tellsPublicSubnets',
  ]);
  for (const vpc of topology.vpcs) {
    add('natGateway', vpc.natGateways);
    add('routeTable', vpc.routeTables);
    add('securityGroup', vpc.securityGroups);
    add('internetGateway', vpc.internetGateway ? [vpc.internetGateway] : []);
  }
  add('segment', topology.segments);
  add('router', topology.routers);
  add('overlay', topology.overlays);
  add('host', topology.hosts, ['docker']);
  for (const { docker } of topology.hosts) {
    add('bridge', docker?.bridges ?? []);
    add('container', docker?.containers ?? []);
  }
  add('cluster', topology.clusters, ['nodes', 'namespaces', 'cni', 'kubeProxy', 'dns']);
  for (const cluster of topology.clusters) {
    objects.set(`cni ${cluster.id}`, textOf(cluster.cni, []));
    objects.set(`kubeProxy ${cluster.id}`, textOf(cluster.kubeProxy, []));
    objects.set(`dns ${cluster.id}`, textOf(cluster.dns, []));
    add('node', cluster.nodes);
    add('namespace', cluster.namespaces, ['workloads', 'services', 'ingresses', 'policies']);
    for (const namespace of cluster.namespaces) {
      add('workload', namespace.workloads.filter(written));
      add('service', namespace.services.filter(written));
      add('ingress', namespace.ingresses);
      add('policy', namespace.policies);
    }
  }
  for (const one of [...topology.traces, ...topology.expects]) objects.set(textOf(one, []), '');
  return objects;
}

const written = ({ implicit }: { readonly implicit: boolean }) => !implicit;

/** A value that nobody wrote, such as the MTU that a provider's subnets have. */
const isDefault = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  'value' in value &&
  (value as Partial<Sourced<unknown>>).origin?.reader === 'none';

const textOf = (value: object, without: readonly string[]) =>
  JSON.stringify(value, (key, one) => {
    if (/origin/i.test(key) || without.includes(key) || isDefault(one)) return undefined;
    return typeof one === 'bigint' ? String(one) : one;
  });

/** Objects of the first that the second lacks or has otherwise. */
export const lostOrChanged = (before: Map<string, string>, after: Map<string, string>): string[] =>
  [...before].filter(([key, text]) => after.get(key) !== text).map(([key]) => key);
