import type { Node } from '../../network/topology/cluster.ts';
import type { BgpPeer, IpPool } from '../../network/topology/cni.ts';
import type { OtherPolicy, Policy } from '../../network/topology/policy.ts';
import type { Ingress, Service } from '../../network/topology/workload.ts';
import type { KubernetesObject } from '../object.ts';
import {
  type BgpSettings,
  CALICO_GROUPS,
  type CalicoNode,
  readBgpConfiguration,
  readBgpPeer,
  readCalicoNode,
  readIpPool,
} from './calico.ts';
import { readEndpointSlice, readEndpoints, type WrittenEndpoints } from './endpoints.ts';
import { readFlannelConfig, type WrittenFlannel } from './flannel.ts';
import { readIngress } from './ingress.ts';
import { type IngressClass, readIngressClass } from './ingress-class.ts';
import { misfiled } from './misfiled.ts';
import { readNamespace, type WrittenNamespace } from './namespace.ts';
import { readNetworkPolicy } from './network-policy.ts';
import { readNode } from './node.ts';
import { isOtherPolicy, readOtherPolicy } from './other-policy.ts';
import type { Reading } from './reading.ts';
import { readRoute, type WrittenRoute } from './route.ts';
import { readService } from './service.ts';
import { readWorkload, type WrittenWorkload } from './workload.ts';

/** What one object says, by what it is. */
export interface Readings {
  readonly namespace: WrittenNamespace;
  readonly workload: WrittenWorkload;
  readonly service: Service;
  readonly endpoints: WrittenEndpoints;
  readonly ingress: Ingress;
  readonly ingressClass: IngressClass;
  readonly route: WrittenRoute;
  readonly policy: Policy;
  readonly otherPolicy: OtherPolicy;
  readonly node: Node;
  readonly ipPool: IpPool;
  readonly bgpConfiguration: BgpSettings;
  readonly bgpPeer: BgpPeer;
  readonly calicoNode: CalicoNode;
  readonly flannel: WrittenFlannel;
}

export type Item = {
  [K in keyof Readings]: { readonly what: K; readonly object: KubernetesObject; readonly read: Readings[K] };
}[keyof Readings];

type Reader<K extends keyof Readings> = (object: KubernetesObject, reading: Reading) => Readings[K] | undefined;
type ReadItem = (object: KubernetesObject, reading: Reading) => Item | undefined;

function kind<K extends keyof Readings>(what: K, reader: Reader<K>): ReadItem {
  return (object, reading) => {
    const read = reader(object, reading);
    return read && ({ what, object, read } as Item);
  };
}

const workload = kind('workload', readWorkload);
const ingress = kind('ingress', readIngress);
const otherPolicy = kind('otherPolicy', readOtherPolicy);

/** Groups that a kind may be of; versions do not matter to what is read. */
export const KINDS: Readonly<Record<string, readonly (readonly [groups: readonly string[], read: ReadItem])[]>> = {
  Namespace: [[[''], kind('namespace', readNamespace)]],
  Pod: [[[''], workload]],
  ReplicationController: [[[''], workload]],
  Deployment: [[['apps', 'extensions'], workload]],
  ReplicaSet: [[['apps', 'extensions'], workload]],
  DaemonSet: [[['apps', 'extensions'], workload]],
  StatefulSet: [[['apps'], workload]],
  Job: [[['batch'], workload]],
  CronJob: [[['batch'], workload]],
  VirtualMachine: [[['kubevirt.io'], workload]],
  Service: [[[''], kind('service', readService)]],
  Endpoints: [[[''], kind('endpoints', readEndpoints)]],
  EndpointSlice: [[['discovery.k8s.io'], kind('endpoints', readEndpointSlice)]],
  Ingress: [[['networking.k8s.io', 'extensions'], ingress]],
  IngressClass: [[['networking.k8s.io'], kind('ingressClass', readIngressClass)]],
  Route: [[['route.openshift.io', ''], kind('route', readRoute)]],
  NetworkPolicy: [[['networking.k8s.io', 'extensions'], kind('policy', readNetworkPolicy)]],
  Node: [
    [[''], kind('node', readNode)],
    [CALICO_GROUPS, kind('calicoNode', readCalicoNode)],
  ],
  IPPool: [[CALICO_GROUPS, kind('ipPool', readIpPool)]],
  BGPConfiguration: [[CALICO_GROUPS, kind('bgpConfiguration', readBgpConfiguration)]],
  BGPPeer: [[CALICO_GROUPS, kind('bgpPeer', readBgpPeer)]],
  ConfigMap: [[[''], kind('flannel', readFlannelConfig)]],
};

/** What an object says; undefined for kinds that say nothing about the network. */
export function readObject(object: KubernetesObject, reading: Reading): Item | undefined {
  if (isOtherPolicy(object)) return otherPolicy(object, reading);
  const entries = Object.hasOwn(KINDS, object.kind) ? KINDS[object.kind]! : [];
  const from = reading.problems.length;
  const read = entries.find(([groups]) => groups.includes(object.group))?.[1];
  if (!read) reportMisfiled(object, reading);
  const item = read?.(object, reading);
  if (item) reading.rendered(object);
  if (!item || !reading.misshapen(object, from) || item.what !== 'policy') return item;
  // A selector that is no mapping would select everything, and a port that is none would open them all.
  return { ...item, read: { ...item.read, broken: true } };
}

const KIND_NAMES = Object.keys(KINDS);
const groupsOf = (kind: string): readonly string[] =>
  (kind === '' ? KIND_NAMES : [kind]).flatMap((one) => KINDS[one]!.flatMap(([groups]) => groups));

/** A policy that is passed over for a slip of its head opens what it was to close: it is told. */
function reportMisfiled(object: KubernetesObject, reading: Reading): void {
  const found = misfiled(object, groupsOf, KIND_NAMES);
  if (!found) return;
  const { message, origin, meant } = found;
  const fixes = meant ? [{ title: `Write ${meant}`, changes: [{ kind: 'set' as const, origin, value: meant }] }] : [];
  reading.report({ code: 'MANIFEST', severity: 'error', message, origin, fixes });
}
