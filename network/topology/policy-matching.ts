import type { Address } from '../address/address.ts';
import { containsAddress } from '../address/prefix.ts';
import type { PolicyPeer } from './policy.ts';
import type { PortRange } from './ports.ts';
import { type Labels, matches } from './selector.ts';
import type { ContainerPort } from './workload.ts';

/*
 * What single parts of a NetworkPolicy select (Kubernetes, "Network Policies" and the API reference of
 * networking.k8s.io/v1), for everyone who asks: the datapath, the whole-cluster questions, the checks.
 */

/** A pod as selectors see it. */
export interface SelectablePod {
  /** Name of its namespace; undefined for a pod of a namespace that nobody declared. */
  readonly namespace: string | undefined;
  readonly namespaceLabels: Labels;
  readonly labels: Labels;
}

/**
 * Whether a peer's selectors hold for a pod. `own` is the name of the policy's namespace, in which a peer without a
 * namespaceSelector looks. False for an ipBlock, and for a peer that says nothing (the API server refuses it).
 */
export function selectsPod({ podSelector, namespaceSelector }: PolicyPeer, own: string, pod: SelectablePod): boolean {
  if (!podSelector && !namespaceSelector) return false;
  const inPlace = namespaceSelector ? matches(namespaceSelector, pod.namespaceLabels) : pod.namespace === own;
  return inPlace && (!podSelector || matches(podSelector, pod.labels));
}

/** Whether an address lies in a block and in none of its exceptions. */
export function blockHolds({ cidr, except }: NonNullable<PolicyPeer['ipBlock']>, address: Address): boolean {
  return containsAddress(cidr.value, address) && !except.some(({ value }) => containsAddress(value, address));
}

/**
 * Ports of a destination that a named port of a rule stands for: those of the rule's protocol that are called so, of any
 * protocol where the rule names none. Nothing where no port is called so.
 */
export function namedPorts({ name, protocol }: PortRange, ports: readonly ContainerPort[]): readonly ContainerPort[] {
  return ports.filter((one) => one.name === name && (protocol === undefined || one.protocol === protocol));
}
