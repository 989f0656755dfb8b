import type { OtherPolicy } from '../../network/topology/policy.ts';
import { declared, type KubernetesObject } from '../object.ts';
import type { Reading } from './reading.ts';

/** Kinds by API group that let or stop traffic and are called otherwise than …NetworkPolicy. */
const OTHERWISE_CALLED: Readonly<Record<string, readonly string[]>> = {
  'security.istio.io': ['AuthorizationPolicy'],
  'policy.linkerd.io': ['AuthorizationPolicy', 'ServerAuthorization'],
  'k8s.ovn.org': ['EgressFirewall'],
  'vpcresources.k8s.aws': ['SecurityGroupPolicy'],
  'crd.nsx.vmware.com': ['SecurityPolicy'],
};

/** Groups of Kubernetes itself have no dot, or this one: a policy of another of them is a slip. */
const isOfKubernetes = (group: string) => !group.includes('.') || group === 'networking.k8s.io';

/** Whether an object is a policy of another API: Calico, Cilium, Antrea and others have kinds of their own, some called NetworkPolicy. */
export function isOtherPolicy({ kind, group }: KubernetesObject): boolean {
  // Staged ones are there to be looked at, and decide nothing.
  if (isOfKubernetes(group) || kind.startsWith('Staged')) return false;
  return (
    kind.endsWith('NetworkPolicy') ||
    (Object.hasOwn(OTHERWISE_CALLED, group) && OTHERWISE_CALLED[group]!.includes(kind))
  );
}

/** A policy whose words nobody here reads. It decides with the NetworkPolicies, so that no answer can be trusted. */
export function readOtherPolicy(object: KubernetesObject, reading: Reading): OtherPolicy {
  const { kind, group, origin } = object;
  const message = `What this ${kind} of ${group} says is not read: answers about who may connect may not hold`;
  reading.report({ code: 'MANIFEST', severity: 'warning', message, origin });
  const { id, name } = declared(object, reading.cluster);
  return { id, name, origin, kind, group };
}
