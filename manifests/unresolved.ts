import type { Diagnostic, Fix } from '../network/checks/diagnostic.ts';
import { indexById } from '../network/topology/by-id.ts';
import type { Origin, Sourced } from '../network/topology/origin.ts';
import type { Topology } from '../network/topology/topology.ts';
import type { Ingress, Namespace, Workload } from '../network/topology/workload.ts';
import { idsEndingIn } from './ends.ts';
import { nearest, nearestId } from './nearest.ts';
import { isYamlOrigin } from './origins.ts';

/** Services that something leads to and that neither `.knet` text nor a manifest declares, in models that have manifests. */
export function unresolvedServices(topology: Topology): Diagnostic[] {
  const found = new Map<Origin, Diagnostic>();
  for (const { namespaces, manifests } of topology.clusters)
    for (const namespace of namespaces) {
      // Without manifests of its own the cluster's text says all, and its reader has told.
      const isOpen = ({ origin }: Sourced<string>) => isYamlOrigin(origin) || manifests.length > 0;
      for (const ingress of namespace.ingresses) collectRules(topology, namespace, ingress, isOpen, found);
      for (const workload of namespace.workloads) collectServiceName(topology, namespace, workload, isOpen, found);
    }
  return [...found.values()];
}

type IsOpen = (name: Sourced<string>) => boolean;

function collectRules(
  topology: Topology,
  namespace: Namespace,
  ingress: Ingress,
  isOpen: IsOpen,
  found: Map<Origin, Diagnostic>,
): void {
  for (const { service } of ingress.rules)
    if (!indexById(topology).services.has(service.value) && isOpen(service))
      found.set(service.origin, unresolved(topology, namespace, service, `${namespace.name}/${ingress.name} leads to`));
}

/** A StatefulSet of YAML may name a Service that is made later, or never: only `.knet` text has said that it exists. */
function collectServiceName(
  topology: Topology,
  namespace: Namespace,
  { name, serviceName }: Workload,
  isOpen: IsOpen,
  found: Map<Origin, Diagnostic>,
): void {
  if (!serviceName || isYamlOrigin(serviceName.origin) || !isOpen(serviceName)) return;
  const service = { ...serviceName, value: `${namespace.id}/${serviceName.value}` };
  if (!indexById(topology).services.has(service.value))
    found.set(service.origin, unresolved(topology, namespace, service, `${namespace.name}/${name} names`));
}

/** Policies that a statement names and that neither `.knet` text nor a manifest declares, or that several are called so. */
export function unresolvedPolicies(topology: Topology): Diagnostic[] {
  const { clusters, expects } = topology;
  if (clusters.every(({ manifests }) => manifests.length === 0)) return [];
  const unknown = expects.flatMap(({ byPolicy, byUnknown }) => (byPolicy || !byUnknown ? [] : [byUnknown]));
  return unknown.map((one) => unknownPolicy(topology, one));
}

function unknownPolicy(topology: Topology, { value, origin }: Sourced<string>): Diagnostic {
  const { policies } = indexById(topology);
  const named = idsEndingIn(policies, value);
  const close = named.length > 1 ? undefined : nearestId(value, policies.keys());
  const several = topology.clusters.length > 1;
  const meant = (close ? [close] : named).map((id) => (several ? id : id.slice(id.indexOf('/') + 1)));
  const message =
    named.length > 1
      ? `${value} names more than one networkPolicy`
      : `no networkPolicy is called ${value}, neither here nor in a manifest`;
  return diagnostic(message, origin, meant, (name) => `Write ${name}`);
}

function unresolved(
  topology: Topology,
  namespace: Namespace,
  { value, origin }: Sourced<string>,
  what: string,
): Diagnostic {
  const wanted = value.slice(namespace.id.length + 1);
  const names = [...indexById(topology).services.values()].filter(
    (one) => one.namespace === namespace.name && one.cluster === namespace.cluster,
  );
  const meant = nearest(
    wanted,
    names.map(({ name }) => name),
  );
  const message = `${what} the Service ${wanted}, which is not in namespace ${namespace.name}`;
  return diagnostic(message, origin, meant === undefined ? [] : [meant], (name) => `Lead to ${name}`);
}

function diagnostic(
  message: string,
  origin: Origin,
  meant: readonly string[],
  title: (name: string) => string,
): Diagnostic {
  const fixes = meant.map((value): Fix => ({ title: title(value), changes: [{ kind: 'set', origin, value }] }));
  return {
    code: 'UNRESOLVED',
    severity: 'error',
    message: meant.length > 0 ? `${message}: did you mean ${meant.join(' or ')}?` : message,
    origin,
    related: [],
    fixes,
  };
}
