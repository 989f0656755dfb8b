import type { Address } from '../../network/address/address.ts';
import type { Sourced } from '../../network/topology/origin.ts';
import type { Workload, WorkloadKind } from '../../network/topology/workload.ts';
import { declared, type KubernetesObject } from '../object.ts';
import type { Value } from '../text/value.ts';
import { type Flanneld, flanneldOf } from './flanneld.ts';
import { labelsOf } from './labels.ts';
import { podParts } from './pod.ts';
import type { Reading } from './reading.ts';

/** Who made an object: its owner reference. */
export interface Owner {
  /** Undefined when the reference does not say. */
  readonly kind?: string;
  readonly name: string;
}

/** A workload as one object says it, before pods are put together under their controllers. */
export interface WrittenWorkload {
  readonly workload: Workload;
  readonly owner?: Owner;
  /** Name of the node that a pod was put on. */
  readonly nodeName?: Sourced<string>;
  /** How flanneld runs, for the DaemonSet that runs it. */
  readonly flanneld?: Flanneld;
}

/** Where each kind keeps the template of its pods. */
const TEMPLATES: Readonly<Partial<Record<WorkloadKind, readonly string[]>>> = {
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
};

/** Kinds of others whose pod bears the labels of the template: policies act on it as on any (KubeVirt, "NetworkPolicy"). */
const LIKE_PODS: ReadonlySet<string> = new Set(['VirtualMachine']);

/**
 * A pod, or a controller with the template of its pods. A pod that has come to its end is none (0 replicas), but says what those
 * of its controller are like; undefined where it has no controller.
 */
export function readWorkload(object: KubernetesObject, reading: Reading): WrittenWorkload | undefined {
  const kind = object.kind as WorkloadKind;
  const owner = ownerOf(object.value.get('metadata'));
  const isFinished = kind === 'Pod' && hasFinished(object.value);
  if (isFinished && !owner) return undefined;
  const pod = kind === 'Pod' ? object.value : object.value.at(...(TEMPLATES[kind] ?? ['spec', 'template']));
  const { nodeName, ...parts } = podParts(pod?.get('spec'));
  const workload: Workload = {
    ...declared(object, reading.cluster),
    ...(LIKE_PODS.has(kind) ? { kind: 'Pod' as const, controller: kind } : { kind }),
    labels: labelsOf(pod?.get('metadata')),
    replicas: isFinished ? 0 : kind === 'Pod' ? 1 : replicasOf(kind, object.value),
    on: [],
    addresses: kind === 'Pod' && !isFinished && !parts.hostNetwork ? podAddresses(object.value, reading) : [],
    serviceName: object.value.at('spec', 'serviceName')?.sourced(),
    implicit: false,
    ...parts,
    ...(parts.ports.length === 0 ? { portsUnsaid: true } : {}),
  };
  const flanneld = kind === 'DaemonSet' ? flanneldOf(pod?.get('spec')) : undefined;
  return { workload, owner, ...(!isFinished && { nodeName }), ...(flanneld && { flanneld }) };
}

/** How many pods of a Job run at once is its parallelism; a CronJob's jobs are taken to run. */
function replicasOf(kind: WorkloadKind, value: Value): number {
  const job = kind === 'CronJob' ? value.at('spec', 'jobTemplate') : value;
  const field = kind === 'Job' || kind === 'CronJob' ? 'parallelism' : 'replicas';
  return job?.at('spec', field)?.integer() ?? 1;
}

/** Its address is somebody else's by now (Kubernetes, Pod Lifecycle: no container of it runs, and none will). */
function hasFinished(value: Value): boolean {
  const phase = value.at('status', 'phase')?.text();
  return phase === 'Succeeded' || phase === 'Failed';
}

function podAddresses(value: Value, reading: Reading): Sourced<Address>[] {
  const status = value.get('status');
  const all = (status?.get('podIPs')?.items() ?? []).flatMap((one) => one.get('ip') ?? []);
  const one = status?.get('podIP');
  return reading.addresses(all.length > 0 ? all : one ? [one] : []);
}

/** The controller, else whoever comes first. A static pod's node does not control it. */
function ownerOf(metadata: Value | undefined): Owner | undefined {
  const references = metadata?.get('ownerReferences')?.items() ?? [];
  const reference = references.find((one) => one.get('controller')?.flag() === true) ?? references[0];
  const [kind, name] = [reference?.get('kind')?.text(), reference?.get('name')?.text()];
  return name === undefined || kind === 'Node' ? undefined : { kind, name };
}
