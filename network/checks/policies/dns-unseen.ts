import { portAdmits } from '../../kubernetes/policy/admits.ts';
import type { Policy, PolicyRule } from '../../topology/policy.ts';
import { type SelectablePod, selectsPod } from '../../topology/policy-matching.ts';
import type { PortRange, Protocol } from '../../topology/ports.ts';

/** The DNS Pods as kubeadm and the managed clusters label them (Kubernetes, "Customizing DNS Service"). */
export const USUAL_DNS: SelectablePod = {
  namespace: 'kube-system',
  namespaceLabels: { 'kubernetes.io/metadata.name': 'kube-system' },
  labels: { 'k8s-app': 'kube-dns' },
};

/**
 * Whether a policy's egress may lead to DNS Pods of which only the labels are known. Nobody says their addresses, so that any
 * ipBlock may hold them, nor what else their namespace is labelled with, so that a rule that names port 53 is believed.
 */
export function mayAdmitDns({ namespace, egress }: Policy, protocol: Protocol, dns: SelectablePod): boolean {
  const traffic = { protocol, destinationPort: 53 };
  return egress.some(({ peers, ports }: PolicyRule) => {
    const admitting = ports.filter((port) => portAdmits(port, undefined, traffic));
    if (ports.length > 0 && admitting.length === 0) return false;
    const isMeant = peers.length === 0 || admitting.some(isDnsPort);
    return isMeant || peers.some((peer) => peer.ipBlock !== undefined || selectsPod(peer, namespace, dns));
  });
}

const isDnsPort = ({ from, to = from }: PortRange) => from === 53 && to === 53;
