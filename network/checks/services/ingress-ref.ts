import { indexById } from '../../topology/by-id.ts';
import type { Topology } from '../../topology/topology.ts';
import type { Ingress, IngressRule, Service } from '../../topology/workload.ts';
import type { Check, Fix } from '../diagnostic.ts';
import { diagnostic, type Found } from '../support/place.ts';
import { listed } from '../support/words.ts';
import { editDistance } from './nearest-labels.ts';
import { serviceWords } from './node-ports.ts';

/** A name that no Service of the model bears is UNRESOLVED's, which knows what was meant. */
export const ingressRef: Check = {
  code: 'INGRESS-REF',
  severity: 'error',
  summary: 'An ingress names a Service of another namespace, or a port that the Service does not have',
  *run({ topology, stop }) {
    for (const ingress of ingresses(topology)) {
      if (stop()) return;
      for (const rule of ingress.rules) {
        const service = indexById(topology).services.get(rule.service.value);
        const found = service && judge(ingress, rule, service);
        if (found) yield diagnostic(this, { related: [{ origin: service.origin, message: service.name }], ...found });
      }
    }
  },
};

/** All of a topology. */
export function ingresses(topology: Topology): readonly Ingress[] {
  return topology.clusters.flatMap(({ namespaces }) => namespaces.flatMap((namespace) => namespace.ingresses));
}

/** The port of the Service that a rule leads to. */
function portOf({ port }: IngressRule, { ports }: Service): Service['ports'][number] | undefined {
  return ports.find((one) => (typeof port === 'number' ? one.port : one.name) === port);
}

function judge(ingress: Ingress, rule: IngressRule, service: Service): Found | undefined {
  if (service.cluster !== ingress.cluster || service.namespace !== ingress.namespace) {
    const message = `Ingress ${ingress.namespace}/${ingress.name} leads to ${serviceWords(service)}: an ingress leads to Services of its own namespace`;
    return { message, origin: rule.service.origin };
  }
  if (portOf(rule, service)) return undefined;
  const known = service.ports.map(({ name, port }) => (name === undefined ? `${port}` : `${name} (${port})`));
  const has = known.length > 0 ? `it has ${listed(known)}` : 'it has none';
  return {
    message: `${serviceWords(service)} has no port ${rule.port}: ${has}`,
    origin: rule.portOrigin ?? rule.origin,
    fixes: fixes(rule, service),
  };
}

function fixes({ port, portOrigin }: IngressRule, { ports }: Service): Fix[] {
  // Who wrote a Pod's port means the Service's port that leads there.
  const meant = ports.find((one) => one.targetPort === port);
  const names = ports.flatMap(({ name }) => name ?? []);
  const candidates = typeof port === 'string' && names.length > 0 ? names : ports.map((one) => `${one.port}`);
  const nearest = candidates.sort((a, b) => editDistance(`${port}`, a) - editDistance(`${port}`, b))[0];
  const value = meant ? `${meant.port}` : nearest;
  if (value === undefined || !portOrigin) return [];
  return [{ title: `Lead to port ${value}`, changes: [{ kind: 'set', origin: portOrigin, value }] }];
}
