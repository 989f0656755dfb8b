import type { HttpRequest, Packet } from '../../linux/packet.ts';
import { formatRequest, type Relay, type RelayChoice, type RelayTarget } from '../../linux/relay.ts';
import type { Cluster } from '../../topology/cluster.ts';
import { matches } from '../../topology/selector.ts';
import type { Ingress, Service, Workload } from '../../topology/workload.ts';
import { chooseRule, formatRule, type PlacedRule } from './choose.ts';

/** Where the official manifests put the controller of class nginx. */
const NGINX = { namespace: 'ingress-nginx', service: 'ingress-nginx-controller' } as const;

/** What a controller has to know of Services. */
export interface Backends {
  service(id: string): Service | undefined;
  /** Where a port of a Service leads by that controller. */
  targets(service: Service, port: number): readonly RelayTarget[];
}

/** What the proxy of a controller does with a connection. */
export function ingressRelay(
  process: string,
  rules: readonly PlacedRule[],
  backends: Backends,
  redirects: boolean,
): Relay {
  return {
    kind: 'proxy',
    process,
    choose: ({ request }: Packet) => (request ? decide(rules, request, backends, redirects) : WAITS),
  };
}

/** A bare connection without a request, such as a port probe. */
const WAITS: RelayChoice = { answered: true, detail: 'takes the connection and waits for a request' };

function decide(
  rules: readonly PlacedRule[],
  request: HttpRequest,
  backends: Backends,
  redirects: boolean,
): RelayChoice {
  const asked = formatRequest(request);
  const found = chooseRule(rules, request);
  if (!found) {
    const reason = `no rule of an ingress is for ${asked}: the controller answers 404`;
    return { refused: { disposition: 'NO_ROUTE', reason }, detail: `${asked}: no rule` };
  }
  const said = { rule: formatRule(found.rule), origin: found.rule.origin };
  const certified = found.ingress.certificates.length > 0;
  if (redirects && request.scheme === 'http' && certified) {
    return { answered: true, detail: `${asked}: answers 308, asks for https`, ...said };
  }
  const selfSigned = redirects && request.scheme === 'https' && !certified;
  return { ...passOn(found, backends, asked, selfSigned), ...said };
}

function passOn({ ingress, rule }: PlacedRule, backends: Backends, asked: string, selfSigned: boolean): RelayChoice {
  const service = backends.service(rule.service.value);
  const index = service?.ports.findIndex(
    ({ port, name }) => (typeof rule.port === 'number' ? port : name) === rule.port,
  );
  if (!service || index === undefined || index < 0) {
    const reason = `ingress ${ingress.namespace}/${ingress.name} leads to a Service or port that is not there: 503`;
    return { refused: { disposition: 'NO_ENDPOINTS', reason, code: 'INGRESS-REF' }, detail: asked };
  }
  const detail = `${asked}${selfSigned ? ' (with its self-signed certificate)' : ''} -> service ${service.namespace}/${service.name}`;
  const targets = backends.targets(service, index);
  if (targets.length > 0) return { targets, detail };
  const reason = `service ${service.namespace}/${service.name} has no endpoint to pass the request on to: 503`;
  return { refused: { disposition: 'NO_ENDPOINTS', reason, code: 'SVC-NO-ENDPOINT' }, detail };
}

/** The rules that one proxy decides among: an in-cluster controller has those of all ingresses of its class. */
export function rulesOfClass({ namespaces }: Cluster, name: string): readonly PlacedRule[] {
  return namespaces.flatMap(({ ingresses }) => ingresses.filter((one) => one.class === name).flatMap(placed));
}

/** The rules of one ingress. */
export function placed(ingress: Ingress): readonly PlacedRule[] {
  return ingress.rules.map((rule) => ({ ingress, rule }));
}

/** The Service in front of the in-cluster controller. */
export function controllerService({ namespaces }: Cluster): Service | undefined {
  const home = namespaces.find(({ name }) => name === NGINX.namespace);
  return home?.services.find(({ name }) => name === NGINX.service);
}

/** Whether pods of a workload are the controller's: those that its Service selects. */
export function isController(service: Service | undefined, workload: Workload): boolean {
  if (!service?.selector || workload.namespace !== service.namespace || workload.cluster !== service.cluster)
    return false;
  return matches(service.selector, workload.labels);
}
