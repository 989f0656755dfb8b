import type { Cluster, Node } from '../../network/topology/cluster.ts';
import type { Origin, Sourced } from '../../network/topology/origin.ts';
import { matches, type Selector } from '../../network/topology/selector.ts';
import type { Finding } from '../../network/topology/topology.ts';
import type { Ingress, Namespace, Service, Workload } from '../../network/topology/workload.ts';
import type { Item, Readings } from '../kinds/all.ts';
import { controllerOf } from '../kinds/ingress-class.ts';
import { type Around, routeIngress } from '../kinds/route.ts';
import { Names } from './duplicates.ts';
import { NamespaceBuilder } from './namespaces.ts';
import { type Collapsed, collapse } from './pods.ts';

/** What the manifests of a cluster declare, as far as it belongs to a cluster of the topology. */
export interface Assembled {
  readonly namespaces: readonly Namespace[];
  readonly nodes: readonly Node[];
  readonly findings: readonly Finding[];
}

/** What of a kind the items say. */
export const readingsOf = <K extends keyof Readings>(items: readonly Item[], what: K): Readings[K][] =>
  items.filter((item) => item.what === what).map((item) => item.read as Readings[K]);

/**
 * Puts what all documents declare together with what the cluster has already: pods under their controllers, endpoints to
 * their Services, everything into its namespace. Ids are unique afterwards; names that are there twice are findings.
 */
export function assemble(items: readonly Item[], cluster: Cluster): Assembled {
  const names = namesOf(cluster);
  const kept = items.filter((item) => isNew(item, names));
  const nodes = withCalico(readingsOf(kept, 'node'), readingsOf(kept, 'calicoNode'));
  const builder = new NamespaceBuilder(cluster);
  for (const one of readingsOf(kept, 'namespace')) builder.declare(one.name, one.labels, one.origin);
  const nodeIds = new Set([...cluster.nodes, ...nodes].map((node) => node.id));
  for (const one of workloadsOf(kept)) builder.of(one.namespace).workloads.push(placed(one, nodeIds, cluster.id));
  for (const one of servicesOf(kept)) builder.of(one.namespace).services.push(one);
  for (const one of ingressesOf(kept, builder)) builder.of(one.namespace).ingresses.push(one);
  for (const one of readingsOf(kept, 'policy')) builder.of(one.namespace).policies.push(one);
  return { namespaces: builder.all(), nodes, findings: names.findings };
}

/** Objects whose names must be unique in their scope. */
const NAMED: ReadonlySet<Item['what']> = new Set(['namespace', 'workload', 'service', 'ingress', 'policy', 'node']);

function isNew({ what, object }: Item, names: Names): boolean {
  if (!NAMED.has(what) || object.name === '') return true;
  const { kind, name, namespace, origin } = object;
  const scope = what === 'namespace' || what === 'node' ? '' : namespace;
  return names.add({ key: `${kind} ${scope}/${name}`, what: kind, name, origin, object });
}

/** What `.knet` declares. A namespace may be opened there and in YAML alike, as in an `extend`. */
function namesOf({ nodes, namespaces }: Cluster): Names {
  const names = new Names();
  const add = (kind: string, scope: string, { name, origin }: { name: string; origin: Origin }) =>
    names.add({ key: `${kind} ${scope}/${name}`, what: kind, name, origin });
  for (const node of nodes) add('Node', '', node);
  for (const { name, workloads, services, ingresses, policies } of namespaces) {
    for (const one of workloads) if (!one.implicit) add(one.kind, name, one);
    for (const one of services) if (!one.implicit) add('Service', name, one);
    for (const one of ingresses) add('Ingress', name, one);
    for (const one of policies) add('NetworkPolicy', name, one);
  }
  return names;
}

function workloadsOf(items: readonly Item[]): (Collapsed & { namespace: string })[] {
  const collapsed = collapse(readingsOf(items, 'workload'), selectedKeys(items));
  return collapsed.map((one) => ({ ...one, namespace: one.workload.namespace }));
}

/** The labels that any selector of the manifests asks for. */
function selectedKeys(items: readonly Item[]): Set<string> {
  const rules = readingsOf(items, 'policy').flatMap((one) => [...one.ingress, ...one.egress]);
  const selectors: (Selector | undefined)[] = [
    ...readingsOf(items, 'policy').map((one) => one.podSelector),
    ...rules.flatMap((rule) => rule.peers.map((peer) => peer.podSelector)),
    ...readingsOf(items, 'service').map((one) => one.selector),
  ];
  return new Set(selectors.flatMap((one) => (one?.requirements ?? []).map(({ key }) => key)));
}

/** A dump without its nodes still names them: what is not there is left out. */
function placed({ workload, nodeNames }: Collapsed, nodes: ReadonlySet<string>, cluster: string): Workload {
  const on = nodeNames.map((one): Sourced<string> => ({ ...one, value: `${cluster}/${one.value}` }));
  return { ...workload, on: on.filter(({ value }) => nodes.has(value)) };
}

/** Endpoints beside a selector are the controller's, and follow from the selector. */
function servicesOf(items: readonly Item[]): Service[] {
  const written = readingsOf(items, 'endpoints');
  return readingsOf(items, 'service').map((service) => {
    if (service.selector) return service;
    const own = written.filter((one) => one.namespace === service.namespace && one.service === service.name);
    return { ...service, endpoints: own.flatMap(({ addresses }) => addresses) };
  });
}

function ingressesOf(items: readonly Item[], builder: NamespaceBuilder): Ingress[] {
  const classes = readingsOf(items, 'ingressClass');
  const written = readingsOf(items, 'route');
  const around = aroundRoutes(written.length === 0 ? [] : builder.all());
  const routes = written.map((route) => routeIngress(route, around));
  const ingresses = readingsOf(items, 'ingress').map((one) => ({ ...one, class: controllerOf(classes, one.class) }));
  return [...ingresses, ...routes];
}

function aroundRoutes(namespaces: readonly Namespace[]): Around {
  const services = new Map(namespaces.flatMap((one) => one.services.map((service) => [service.id, service] as const)));
  const workloads = new Map(namespaces.map((one) => [one.name, one.workloads]));
  return {
    service: (id) => services.get(id),
    numbersOf({ namespace, selector }, { targetPort, protocol }) {
      const selected = (workloads.get(namespace) ?? []).filter(({ labels }) => selector && matches(selector, labels));
      return selected.flatMap(({ ports }) =>
        ports.filter((one) => one.name === targetPort && one.protocol === protocol).map(({ port }) => port),
      );
    },
  };
}

function withCalico(nodes: readonly Node[], calico: readonly Readings['calicoNode'][]): Node[] {
  const byName = new Map(calico.map((one) => [one.name, one]));
  return nodes.map((node) => {
    const routeReflectorClusterID = byName.get(node.name)?.routeReflectorClusterID;
    return routeReflectorClusterID ? { ...node, routeReflectorClusterID } : node;
  });
}
