import type { Ingress, IngressRule } from '../../network/topology/workload.ts';
import { declared, type KubernetesObject } from '../object.ts';
import type { Value } from '../text/value.ts';
import { annotationOf } from './labels.ts';
import { choice, portOrName, type Reading } from './reading.ts';

/** What `alb.ingress.kubernetes.io/…` annotations say is read as the AWS Load Balancer Controller reads it. */
const ALB = 'alb.ingress.kubernetes.io/';

/** An Ingress of networking.k8s.io/v1, or of the versions before it. Its class is the name that is written. */
export function readIngress(object: KubernetesObject, reading: Reading): Ingress {
  const { value } = object;
  const metadata = value.get('metadata');
  const spec = value.get('spec');
  const annotation = (name: string) => metadata?.at('annotations', `${ALB}${name}`);
  const fallback = spec?.get('defaultBackend') ?? spec?.get('backend');
  const backends = new Backends(object, reading);
  return {
    ...declared(object, reading.cluster),
    class: spec?.get('ingressClassName')?.text() ?? annotationOf(metadata, 'kubernetes.io/ingress.class') ?? '',
    scheme: choice(annotation('scheme'), ['internal', 'internet-facing'] as const) ?? 'internal',
    targetType: choice(annotation('target-type'), ['instance', 'ip'] as const) ?? 'instance',
    subnets: [],
    certificates: (spec?.get('tls')?.items() ?? []).flatMap((one) => one.get('secretName')?.sourced() ?? []),
    rules: [
      ...(spec?.get('rules')?.items() ?? []).flatMap((rule) => backends.ofRule(rule)),
      ...(fallback ? backends.rule(fallback, undefined, '/') : []),
    ],
  };
}

class Backends {
  readonly #object: KubernetesObject;
  readonly #reading: Reading;

  constructor(object: KubernetesObject, reading: Reading) {
    this.#object = object;
    this.#reading = reading;
  }

  ofRule(rule: Value): IngressRule[] {
    const host = rule.get('host')?.text();
    return (rule.at('http', 'paths')?.items() ?? []).flatMap((one) => {
      const backend = one.get('backend');
      const rules = backend ? this.rule(backend, host, one.get('path')?.text() ?? '/') : [];
      // What a controller makes of ImplementationSpecific is its own: those that are modelled take it as Prefix.
      const pathType = choice(one.get('pathType'), ['Exact'] as const);
      return pathType ? rules.map((rule) => ({ ...rule, pathType })) : rules;
    });
  }

  /** A backend that is no Service (`resource`) leads nowhere that is modelled. */
  rule(backend: Value, host: string | undefined, path: string): IngressRule[] {
    const service = backend.at('service', 'name') ?? backend.get('serviceName');
    const name = service?.text();
    const written = backend.get('service')?.get('port') ?? backend.get('servicePort');
    const places = written?.isMap ? [written.get('number'), written.get('name')] : [written];
    const place = places.find((one) => portOrName(one) !== undefined) ?? places.find((one) => one !== undefined);
    const port = portOrName(place) ?? place?.text();
    if (name === undefined || port === undefined) return [];
    const id = `${this.#reading.cluster}/${this.#object.namespace}/${name}`;
    return [
      {
        ...(host !== undefined && { host }),
        path,
        service: { value: id, origin: service!.origin },
        port,
        portOrigin: place!.origin,
        origin: backend.origin,
      },
    ];
  }
}
