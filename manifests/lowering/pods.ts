import type { Sourced } from '../../network/topology/origin.ts';
import type { Labels } from '../../network/topology/selector.ts';
import type { Workload, WorkloadKind } from '../../network/topology/workload.ts';
import type { WrittenWorkload } from '../kinds/workload.ts';
import { type Head, Heads } from './heads.ts';

/*
 * A dump has the pods beside the controllers that made them. Pods of one controller are one workload as far as nothing
 * can tell them apart: labels, ports, the network they use.
 */

/** Labels that controllers write by themselves; they differ from pod to pod, or with each roll-out. */
const CONTROLLERS_OWN: ReadonlySet<string> = new Set([
  'pod-template-hash',
  'controller-revision-hash',
  'pod-template-generation',
  'statefulset.kubernetes.io/pod-name',
  'apps.kubernetes.io/pod-index',
  'controller-uid',
  'batch.kubernetes.io/controller-uid',
  'job-name',
  'batch.kubernetes.io/job-name',
  'batch.kubernetes.io/job-completion-index',
]);

const KINDS: ReadonlySet<string> = new Set<WorkloadKind>([
  'Pod',
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'Job',
  'CronJob',
  'ReplicaSet',
  'ReplicationController',
]);

/** A workload, with the names of the nodes that its pods are on. */
export interface Collapsed {
  readonly workload: Workload;
  readonly nodeNames: readonly Sourced<string>[];
}

/**
 * Puts pods, and controllers that have controllers themselves, under the workload at the top. `selected` has the labels
 * that some selector asks for: those that controllers write tell pods apart only then.
 */
export function collapse(written: readonly WrittenWorkload[], selected: ReadonlySet<string>): Collapsed[] {
  const heads = new Heads(written);
  for (const one of written) heads.add(one);
  return heads.all.flatMap((head) => classesOf(head, selected));
}

function classesOf(head: Head, selected: ReadonlySet<string>): Collapsed[] {
  const { own } = head;
  const alive = head.pods.filter(({ workload }) => workload.replicas > 0);
  // Pods that have come to their end speak for their controller where nothing else does: a Job's are all that a dump has of it.
  const pods = own || alive.length > 0 ? alive : head.pods;
  if (own && pods.length === 0) return [{ workload: own.workload, nodeNames: own.nodeName ? [own.nodeName] : [] }];
  const classes = new Map<string, WrittenWorkload[]>();
  for (const pod of pods) {
    const key = signature(pod.workload, selected);
    const same = classes.get(key);
    if (same) same.push(pod);
    else classes.set(key, [pod]);
  }
  const ownKey = own && signature(own.workload, selected);
  return [...classes].map(([key, pods]) => classOf(head, pods, key === ownKey, selected));
}

/** Pods of which the template says everything are the workload that is written; others bear its name. */
function classOf(
  { own, owner }: Head,
  pods: readonly WrittenWorkload[],
  isTemplate: boolean,
  selected: ReadonlySet<string>,
): Collapsed {
  const nodeNames = pods.flatMap(({ nodeName }) => nodeName ?? []);
  const addresses = pods.flatMap(({ workload }) => workload.addresses);
  if (own && isTemplate) return { workload: { ...own.workload, addresses }, nodeNames };
  const pod = pods[0]!.workload;
  const name = own?.workload.name ?? owner!.name;
  const kind = own?.workload.kind ?? owner!.kind ?? 'Pod';
  const known = KINDS.has(kind);
  const workload: Workload = {
    ...pod,
    id: `${pod.cluster}/${pod.namespace}/${name}`,
    name,
    kind: known ? (kind as WorkloadKind) : 'Pod',
    ...(!known && { controller: kind }),
    labels: tellingLabels(pod.labels, selected),
    replicas: pods.reduce((sum, { workload }) => sum + workload.replicas, 0),
    addresses,
  };
  return { workload, nodeNames };
}

function tellingLabels(labels: Labels, selected: ReadonlySet<string>): Labels {
  const entries = Object.entries(labels).filter(([key]) => !CONTROLLERS_OWN.has(key) || selected.has(key));
  return Object.fromEntries(entries);
}

/** All that a policy or a Service can tell a pod by. */
function signature({ labels, ports, hostNetwork }: Workload, selected: ReadonlySet<string>): string {
  const telling = Object.entries(tellingLabels(labels, selected)).sort(([a], [b]) => (a < b ? -1 : 1));
  const listens = ports.map(({ name, protocol, port }) => `${name ?? ''} ${port}/${protocol}`).sort();
  return JSON.stringify([telling, listens, hostNetwork]);
}
