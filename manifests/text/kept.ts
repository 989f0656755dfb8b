/**
 * Which fields anybody reads, as a tree: `true` is a field with all below it, `false` one that nobody reads, `*` speaks
 * for all that are not named (nobody reads them where it is not there). Items of a list are looked at as the list is.
 */
export interface Kept {
  readonly [field: string]: boolean | Kept;
}

const ANNOTATIONS: Kept = { 'kubectl.kubernetes.io/last-applied-configuration': false, '*': true };

const METADATA: Kept = {
  name: true,
  generateName: true,
  namespace: true,
  labels: true,
  annotations: ANNOTATIONS,
  ownerReferences: { kind: true, name: true, controller: true },
};

const HEAD: Kept = { apiVersion: true, kind: true, metadata: METADATA };

const podSpec = (container: Kept): Kept => ({
  containers: container,
  initContainers: container,
  hostNetwork: true,
  nodeName: true,
});

const CONTAINER: Kept = { name: true, ports: true, restartPolicy: true };

const template = (container: Kept): Kept => ({ metadata: { labels: true }, spec: podSpec(container) });

const CONTROLLER: Kept = {
  ...HEAD,
  spec: { replicas: true, parallelism: true, serviceName: true, template: template(CONTAINER) },
};

const JOB: Kept = { spec: { parallelism: true, template: template(CONTAINER) } };

/** All but what managers of fields keep for themselves. */
const ALL: Kept = { ...HEAD, '*': true };

const SPEC: Kept = { ...HEAD, spec: true };

/** By kind. `kinds/` reads no field that is not here; a test holds the two together. */
export const KEPT: Readonly<Record<string, Kept>> = {
  Namespace: HEAD,
  Pod: { ...HEAD, spec: podSpec(CONTAINER), status: { phase: true, podIP: true, podIPs: true } },
  ReplicationController: CONTROLLER,
  Deployment: CONTROLLER,
  ReplicaSet: CONTROLLER,
  // Flannel's own says with its arguments what its nodes do.
  DaemonSet: { ...HEAD, spec: { template: template({ ...CONTAINER, command: true, args: true }) } },
  StatefulSet: CONTROLLER,
  Job: { ...HEAD, ...JOB },
  CronJob: { ...HEAD, spec: { jobTemplate: JOB } },
  VirtualMachine: CONTROLLER,
  Service: { ...SPEC, status: true },
  Endpoints: ALL,
  EndpointSlice: ALL,
  Ingress: SPEC,
  IngressClass: SPEC,
  Route: SPEC,
  NetworkPolicy: ALL,
  Node: { ...SPEC, status: { addresses: true } },
  IPPool: SPEC,
  BGPConfiguration: SPEC,
  BGPPeer: SPEC,
  ConfigMap: { ...HEAD, data: { 'net-conf.json': true, 'cni-conf.json': true } },
};

/** Objects of other kinds are counted, no more. */
export const COUNTED: Kept = { apiVersion: true, kind: true, metadata: { name: true, namespace: true } };

/** What of a field anybody reads. */
export function keptOf(kept: boolean | Kept, written: string): boolean | Kept {
  if (typeof kept === 'boolean') return kept;
  const field = /^["']/.test(written) ? written.slice(1, -1) : written;
  return (Object.hasOwn(kept, field) ? kept[field] : kept['*']) ?? false;
}
