import type { Address } from '../../network/address/address.ts';
import type { Sourced } from '../../network/topology/origin.ts';
import type {
  Ingress,
  IngressRule,
  Service,
  ServiceType,
  Workload,
  WorkloadKind,
} from '../../network/topology/workload.ts';
import * as ast from '../generated/ast.ts';
import { originOf } from '../origins.ts';
import { type LoweringContext, refOf } from './context.ts';
import { readAddress } from './literals.ts';
import { containerPortsOf, portNumber, servicePortsOf } from './ports.ts';
import { selectorOf } from './selectors.ts';
import {
  addressesOf,
  blocksOf,
  choiceOf,
  type Fields,
  fieldsOf,
  flagOf,
  labelsOf,
  numberOf,
  prefixesOf,
  valuesOf,
  wordOf,
} from './values.ts';

/** Names that an object of a namespace bears in its cluster. */
export interface Place {
  readonly cluster: string;
  readonly namespace: string;
}

const KINDS: Readonly<Record<string, WorkloadKind>> = {
  pod: 'Pod',
  deployment: 'Deployment',
  statefulSet: 'StatefulSet',
  daemonSet: 'DaemonSet',
  job: 'Job',
};

export function lowerWorkload(context: LoweringContext, node: ast.Workload, place: Place): Workload {
  const block = fieldsOf(node);
  const kind = KINDS[node.keyword] ?? 'Pod';
  return {
    ...context.declared(node),
    ...place,
    kind,
    labels: labelsOf(block),
    replicas: kind === 'Pod' ? 1 : (numberOf(block, 'replicas')?.value ?? 1),
    on: nodesOf(context, block),
    addresses: addressesOf(context, block, 'ip'),
    hostNetwork: flagOf(block, 'hostNetwork')?.value ?? false,
    serviceName: serviceNameOf(block),
    ports: containerPortsOf(block),
    implicit: false,
  };
}

function nodesOf(context: LoweringContext, block: Fields): Sourced<string>[] {
  return blocksOf(block, ast.isNodeField).flatMap((field) =>
    (field.targets ?? []).flatMap((ref) => nodeId(context, ref) ?? []),
  );
}

/** Id of the node that a reference means; one of a group is named by its number. */
export function nodeId(context: LoweringContext, ref: ast.NodeRef | ast.ProbeOption): Sourced<string> | undefined {
  const target = context.target(ref);
  if (!target || !ast.isNodeGroup(refOf(ref.target))) return target;
  const number = /-(\d+)$/.exec(ref.target?.$refText ?? '')?.[1];
  return number === undefined ? undefined : { ...target, value: `${target.value}-${number}` };
}

function serviceNameOf(block: Fields): Sourced<string> | undefined {
  const ref = blocksOf(block, ast.isServiceField).at(-1)?.targets?.[0];
  const text = ref?.target?.$refText;
  return ref && text ? { value: text.split('/').at(-1)!, origin: originOf(ref, 'target') } : undefined;
}

const TYPES: readonly ServiceType[] = ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'];
const POLICIES = ['Cluster', 'Local'] as const;

export function lowerService(context: LoweringContext, node: ast.Service, place: Place): Service {
  const block = fieldsOf(node);
  const declared = context.declared(node);
  const type = choiceOf(block, 'type', TYPES);
  const clusterIPs = valuesOf(block, 'clusterIP');
  const externalTrafficPolicy = choiceOf(block, 'externalTrafficPolicy', POLICIES);
  return {
    ...declared,
    ...place,
    type: type?.value ?? 'ClusterIP',
    typeOrigin: type?.origin ?? declared.origin,
    headless: clusterIPs.some(({ value }) => value === 'None'),
    clusterIPs: clusterIPs.filter(({ value }) => value !== 'None').flatMap((one) => addressOf(context, one) ?? []),
    selector: selectorOf(context, blocksOf(block, ast.isSelectorField).at(-1)),
    ports: servicePortsOf(block),
    externalIPs: addressesOf(context, block, 'externalIPs'),
    externalName: wordOf(block, 'externalName'),
    externalTrafficPolicy: externalTrafficPolicy?.value ?? 'Cluster',
    externalTrafficPolicyOrigin: externalTrafficPolicy?.origin,
    internalTrafficPolicy: choiceOf(block, 'internalTrafficPolicy', POLICIES)?.value ?? 'Cluster',
    sessionAffinity: choiceOf(block, 'sessionAffinity', ['None', 'ClientIP'])?.value ?? 'None',
    loadBalancerIP: addressesOf(context, block, 'loadBalancerIP')[0],
    loadBalancerSourceRanges: prefixesOf(context, block, 'loadBalancerSourceRanges'),
    endpoints: addressesOf(context, block, 'endpoints'),
    implicit: false,
  };
}

const addressOf = (context: LoweringContext, { value, origin }: Sourced<string>): Sourced<Address> | undefined =>
  readAddress(value, origin, context.findings);

export function lowerIngress(context: LoweringContext, node: ast.Ingress, place: Place): Ingress {
  const block = fieldsOf(node);
  const hosts = blocksOf(block, ast.isIngressHost);
  return {
    ...context.declared(node),
    ...place,
    class: wordOf(block, 'class')?.value ?? 'nginx',
    scheme: choiceOf(block, 'scheme', ['internal', 'internet-facing'])?.value ?? 'internal',
    targetType: choiceOf(block, 'targetType', ['instance', 'ip'])?.value ?? 'instance',
    subnets: blocksOf(block, ast.isSegmentField).flatMap((field) => context.targets(field.targets)),
    certificates: valuesOf(block, 'certificate'),
    rules: [
      ...rulesOf(context, block, place, undefined),
      ...hosts.flatMap((one) => rulesOf(context, fieldsOf(one), place, one.name)),
    ],
  };
}

/** A name that the text does not declare may be one of a manifest: its id is the one that it would have in the namespace. */
function serviceOf(context: LoweringContext, ref: ast.ServiceRef, place: Place): Sourced<string> | undefined {
  const text = ref.target?.$refText;
  const open = text
    ? { value: `${place.cluster}/${place.namespace}/${text}`, origin: originOf(ref, 'target') }
    : undefined;
  return context.target(ref) ?? open;
}

/** Rules that say where they lead; others are half-written. */
function rulesOf(context: LoweringContext, block: Fields, place: Place, host: string | undefined): IngressRule[] {
  return blocksOf(block, ast.isPathField).flatMap((field) => {
    const service = field.service && serviceOf(context, field.service, place);
    const port = portNumber(field.port) ?? field.port;
    if (!service || port === undefined || field.path === undefined) return [];
    return { host, path: field.path, service, port, portOrigin: originOf(field, 'port'), origin: originOf(field) };
  });
}
