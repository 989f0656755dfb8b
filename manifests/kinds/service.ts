import type { Service, ServicePort, ServiceType } from '../../network/topology/workload.ts';
import { declared, type KubernetesObject } from '../object.ts';
import type { Value } from '../text/value.ts';
import { plainSelector } from './labels.ts';
import { PROTOCOLS } from './policy-ports.ts';
import { choice, portNumber, type Reading } from './reading.ts';

const TYPES: readonly ServiceType[] = ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'];
const POLICIES = ['Cluster', 'Local'] as const;

/** A Service of v1; the endpoints that others keep for it come when all objects are known. */
export function readService(object: KubernetesObject, reading: Reading): Service {
  const spec = object.value.get('spec');
  const type = spec?.get('type');
  const clusterIPs = clusterIPsOf(spec);
  const selector = spec?.get('selector');
  return {
    ...declared(object, reading.cluster),
    type: choice(type, TYPES) ?? 'ClusterIP',
    typeOrigin: type?.origin ?? object.origin,
    headless: clusterIPs.some((one) => one.text() === 'None'),
    clusterIPs: reading.addresses(clusterIPs.filter((one) => one.text() !== 'None')),
    selector: selector && selector.entries().length > 0 ? plainSelector(selector) : undefined,
    ports: (spec?.get('ports')?.items() ?? []).flatMap((port) => servicePort(port) ?? []),
    externalIPs: reading.addresses(spec?.get('externalIPs')?.items() ?? []),
    externalName: spec?.get('externalName')?.sourced(),
    externalTrafficPolicy: choice(spec?.get('externalTrafficPolicy'), POLICIES) ?? 'Cluster',
    internalTrafficPolicy: choice(spec?.get('internalTrafficPolicy'), POLICIES) ?? 'Cluster',
    sessionAffinity: choice(spec?.get('sessionAffinity'), ['None', 'ClientIP'] as const) ?? 'None',
    loadBalancerSourceRanges: reading.prefixes(spec?.get('loadBalancerSourceRanges')?.items() ?? []),
    loadBalancerIP: reading.address(spec?.get('loadBalancerIP')),
    endpoints: [],
    implicit: false,
  };
}

/** `clusterIPs` has all of them where it is written, and `clusterIP` the first. */
function clusterIPsOf(spec: Value | undefined): Value[] {
  const [one, all] = [spec?.get('clusterIP'), spec?.get('clusterIPs')?.items() ?? []];
  return (all.length > 0 ? all : one ? [one] : []).filter((value) => Boolean(value.text()));
}

function servicePort(value: Value): ServicePort | undefined {
  const port = portNumber(value.get('port'));
  if (port === undefined) return undefined;
  const target = value.get('targetPort');
  const nodePort = portNumber(value.get('nodePort'));
  const targetPort = portNumber(target) ?? target?.text();
  return {
    name: value.get('name')?.text(),
    protocol: choice(value.get('protocol'), PROTOCOLS) ?? 'TCP',
    port,
    targetPort: targetPort || port,
    targetOrigin: targetPort ? target!.origin : undefined,
    nodePort: nodePort === undefined ? undefined : { value: nodePort, origin: value.get('nodePort')!.origin },
    origin: value.origin,
  };
}
