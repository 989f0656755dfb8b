import type { Address } from '../../network/address/address.ts';
import type { Sourced } from '../../network/topology/origin.ts';
import type { Service, ServiceType, Workload, WorkloadKind } from '../../network/topology/workload.ts';
import * as ast from '../generated/ast.ts';
import { originOf } from '../origins.ts';
import { type LoweringContext, refOf } from './context.ts';
import { readAddress } from './literals.ts';
import { containerPortsOf, servicePortsOf } from './ports.ts';
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

/** A workload with its ports; a pod is one whatever `replicas` says. */
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

/** A Service with the API's defaults for what is not written. */
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
