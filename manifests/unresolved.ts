import type { Diagnostic, Fix } from '../network/checks/diagnostic.ts';
import { editDistance } from '../network/checks/services/nearest-labels.ts';
import { indexById } from '../network/topology/by-id.ts';
import type { Sourced } from '../network/topology/origin.ts';
import type { Topology } from '../network/topology/topology.ts';
import type { Ingress, IngressRule } from '../network/topology/workload.ts';
import { isYamlOrigin } from './origins.ts';

/** Services that an Ingress or a Route of a manifest leads to and that nobody declares. */
export function unresolvedServices(topology: Topology): Diagnostic[] {
  const { services } = indexById(topology);
  const names = (ingress: Ingress) =>
    [...services.values()].filter((one) => one.namespace === ingress.namespace && one.cluster === ingress.cluster);
  const found = new Map<unknown, Diagnostic>();
  for (const { namespaces } of topology.clusters)
    for (const ingress of namespaces.flatMap((namespace) => namespace.ingresses))
      for (const rule of ingress.rules.filter(({ service }) => isYamlOrigin(service.origin)))
        if (!services.has(rule.service.value))
          found.set(
            rule.service.origin,
            unresolved(
              ingress,
              rule,
              names(ingress).map(({ name }) => name),
            ),
          );
  return [...found.values()];
}

/** Policies that a statement names and that neither `.knet` text nor a manifest declares. */
export function unresolvedPolicies({ clusters, expects }: Topology): Diagnostic[] {
  if (clusters.every(({ manifests }) => manifests.length === 0)) return [];
  return expects.flatMap(({ byPolicy, byUnknown }) => (byPolicy || !byUnknown ? [] : [unknownPolicy(byUnknown)]));
}

const unknownPolicy = ({ value, origin }: Sourced<string>): Diagnostic => ({
  code: 'UNRESOLVED',
  severity: 'error',
  message: `no networkPolicy is called ${value}, neither here nor in a manifest`,
  origin,
  related: [],
  fixes: [],
});

function unresolved({ namespace, name }: Ingress, { service }: IngressRule, names: readonly string[]): Diagnostic {
  const wanted = service.value.split('/').at(-1)!;
  const distance = (one: string) => editDistance(wanted, one);
  const [nearest] = [...names].sort((a, b) => distance(a) - distance(b));
  const meant = nearest !== undefined && distance(nearest) <= Math.max(2, wanted.length / 3) ? nearest : undefined;
  const fixes: Fix[] = meant
    ? [{ title: `Lead to ${meant}`, changes: [{ kind: 'set', origin: service.origin, value: meant }] }]
    : [];
  const message = `${namespace}/${name} leads to the Service ${wanted}, which is not in namespace ${namespace}`;
  return {
    code: 'UNRESOLVED',
    severity: 'error',
    message: meant ? `${message}: did you mean ${meant}?` : message,
    origin: service.origin,
    related: [],
    fixes,
  };
}
