import { readLiteral } from '../../network/address/parse.ts';
import { serviceNameFault } from '../../network/topology/object-names.ts';
import type { Service, ServiceType } from '../../network/topology/workload.ts';
import { declared, type KubernetesObject } from '../object.ts';
import type { Value } from '../text/value.ts';
import { plainSelector } from './labels.ts';
import { choice, type Reading } from './reading.ts';
import { servicePorts } from './service-ports.ts';

const TYPES: readonly ServiceType[] = ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'];
const POLICIES = ['Cluster', 'Local'] as const;

/** A Service of v1; the endpoints that others keep for it come when all objects are known. */
export function readService(object: KubernetesObject, reading: Reading): Service {
  const spec = object.value.get('spec');
  const type = spec?.get('type');
  const clusterIPs = clusterIPsOf(spec);
  const selector = spec?.get('selector');
  const externalTrafficPolicy = choice(spec?.get('externalTrafficPolicy'), POLICIES);
  reading.named(object, serviceNameFault);
  return {
    ...declared(object, reading.cluster),
    type: choice(type, TYPES) ?? 'ClusterIP',
    typeOrigin: type?.origin ?? object.origin,
    headless: clusterIPs.some((one) => one.text() === 'None'),
    clusterIPs: reading.addresses(clusterIPs.filter((one) => one.text() !== 'None')),
    selector: selector && selector.entries().length > 0 ? plainSelector(selector) : undefined,
    ports: servicePorts(spec?.get('ports')?.items() ?? [], reading),
    externalIPs: reading.addresses(spec?.get('externalIPs')?.items() ?? []),
    externalName: spec?.get('externalName')?.sourced(),
    externalTrafficPolicy: externalTrafficPolicy ?? 'Cluster',
    externalTrafficPolicyOrigin: externalTrafficPolicy && spec?.get('externalTrafficPolicy')?.origin,
    internalTrafficPolicy: choice(spec?.get('internalTrafficPolicy'), POLICIES) ?? 'Cluster',
    sessionAffinity: choice(spec?.get('sessionAffinity'), ['None', 'ClientIP'] as const) ?? 'None',
    loadBalancerSourceRanges: reading.prefixes(spec?.get('loadBalancerSourceRanges')?.items() ?? []),
    loadBalancerIP: loadBalancerIP(object.value, reading),
    endpoints: [],
    implicit: false,
  };
}

/** Annotations in which load balancers on bare metal look for addresses, several with commas between them. */
const ADDRESS_ANNOTATIONS = [
  'metallb.io/loadBalancerIPs',
  'metallb.universe.tf/loadBalancerIPs',
  'kube-vip.io/loadbalancerIPs',
];

/** The address that was asked for, else the one that a dump says was given. */
function loadBalancerIP(value: Value, reading: Reading): Service['loadBalancerIP'] {
  const annotations = value.at('metadata', 'annotations');
  const [annotation] = ADDRESS_ANNOTATIONS.flatMap((name) => annotations?.get(name) ?? []);
  const [given] = value.at('status', 'loadBalancer', 'ingress')?.items() ?? [];
  return (
    reading.address(value.at('spec', 'loadBalancerIP')) ??
    (annotation && firstAddress(annotation)) ??
    reading.address(given?.get('ip'))
  );
}

function firstAddress(value: Value): Service['loadBalancerIP'] {
  const literal = readLiteral(value.text()?.split(',')[0]?.trim() ?? '');
  const isAddress = !('error' in literal) && literal.length === undefined;
  return isAddress ? { value: literal.address, origin: value.origin } : undefined;
}

/** `clusterIPs` has all of them where it is written, and `clusterIP` the first. */
function clusterIPsOf(spec: Value | undefined): Value[] {
  const [one, all] = [spec?.get('clusterIP'), spec?.get('clusterIPs')?.items() ?? []];
  return (all.length > 0 ? all : one ? [one] : []).filter((value) => Boolean(value.text()));
}
