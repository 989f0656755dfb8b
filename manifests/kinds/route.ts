import type { Origin, Sourced } from '../../network/topology/origin.ts';
import type { Ingress, IngressRule, Service, ServicePort } from '../../network/topology/workload.ts';
import { declared, type KubernetesObject } from '../object.ts';
import type { Value } from '../text/value.ts';
import { portNumber, type Reading } from './reading.ts';

/**
 * A Route of route.openshift.io/v1. It names ports of endpoints, so its rules are known when its Services are. Without a host
 * the router makes one of its name and namespace, below a domain that is not known here.
 */
export interface WrittenRoute {
  readonly ingress: Ingress;
  readonly host?: string;
  readonly path: string;
  readonly services: readonly Sourced<string>[];
  readonly port?: Sourced<number | string>;
  readonly origin: Origin;
}

/** The class of OpenShift's router. */
export const ROUTE_CLASS = 'openshift-default';

/** A Route with the Services that it names; weights above 0 do not matter to who can be reached. */
export function readRoute(object: KubernetesObject, reading: Reading): WrittenRoute {
  const spec = object.value.get('spec');
  const backends = [spec?.get('to'), ...(spec?.get('alternateBackends')?.items() ?? [])].filter(
    (one) => one !== undefined,
  );
  const port = spec?.at('port', 'targetPort');
  const number = portNumber(port) ?? port?.text();
  return {
    ingress: {
      ...declared(object, reading.cluster),
      class: ROUTE_CLASS,
      scheme: 'internet-facing',
      targetType: 'ip',
      subnets: [],
      certificates: [],
      rules: [],
    },
    host: spec?.get('host')?.text() ?? `${object.name}-${object.namespace}`,
    path: spec?.get('path')?.text() ?? '/',
    services: backends.flatMap((one) => serviceOf(one, object, reading)),
    port: number === undefined ? undefined : { value: number, origin: port!.origin },
    origin: spec?.get('to')?.origin ?? object.origin,
  };
}

/** A target of another kind is none that the router knows; one of weight 0 gets no requests (OpenShift, RouteTargetReference). */
function serviceOf(backend: Value, { namespace }: KubernetesObject, { cluster }: Reading): Sourced<string>[] {
  if ((backend.get('kind')?.text() || 'Service') !== 'Service' || backend.get('weight')?.integer() === 0) return [];
  const name = backend.get('name')?.sourced();
  return name ? [{ ...name, value: `${cluster}/${namespace}/${name.value}` }] : [];
}

/** What a Route asks of its cluster. */
export interface Around {
  service(id: string): Service | undefined;
  /** The numbers that the name of a target has on the pods that a Service selects. */
  numbersOf(service: Service, port: ServicePort): readonly number[];
}

/**
 * The route as an ingress. A port is looked up among those of the Service's endpoints: a name is that of the Service's
 * port, a number that of the target; without one every port of the Service is led to.
 */
export function routeIngress(route: WrittenRoute, around: Around): Ingress {
  const rules = route.services.flatMap((one) =>
    portsOf(route, one.value, around).map((port) => ruleOf(route, one, port)),
  );
  return { ...route.ingress, rules };
}

function portsOf({ port }: WrittenRoute, id: string, around: Around): (number | string)[] {
  const service = around.service(id);
  if (!service) return port ? [port.value] : [];
  // What a router carries is carried by TCP; another protocol's port may have the number of one that is.
  const ports = service.ports.filter(({ protocol }) => protocol === 'TCP');
  if (!port) return ports.map((one) => one.port);
  const isTarget = (one: ServicePort) =>
    typeof one.targetPort === 'string' && typeof port.value === 'number'
      ? around.numbersOf(service, one).includes(port.value)
      : one.targetPort === port.value;
  const found = ports.filter((one) => one.name === port.value || isTarget(one));
  return found.length > 0 ? found.map((one) => one.port) : [port.value];
}

function ruleOf(
  { host, path, port: written, origin }: WrittenRoute,
  service: Sourced<string>,
  port: number | string,
): IngressRule {
  return { ...(host !== undefined && { host }), path, service, port, portOrigin: written?.origin, origin };
}
