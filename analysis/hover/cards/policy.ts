import { formatPrefix } from '../../../network/address/prefix.ts';
import { enforcesPolicies } from '../../../network/cni/enforces.ts';
import type { Cluster } from '../../../network/topology/cluster.ts';
import type { Policy, PolicyPeer, PolicyRule } from '../../../network/topology/policy.ts';
import { matches, type Selector } from '../../../network/topology/selector.ts';
import { code, heading, line, list, portWords, selectorWords } from '../lines.ts';

/** A policy in words, with the AND and OR that its YAML hides in dashes. */
export function policyCard(policy: Policy, cluster: Cluster): string[] {
  const title = heading('networkPolicy', `${policy.namespace}/${policy.name}`, `cluster ${code(policy.cluster)}`);
  if (policy.broken) return [title, '- a part of it cannot be read: it decides nothing until that is repaired'];
  return [
    title,
    ...line('applies to', `${podsWords(policy.podSelector)} of this namespace${selected(policy, cluster)}`),
    ...line('no effect', !enforcesPolicies(cluster.cni) && withoutEffect(cluster)),
    ...(policy.policyTypes.includes('Ingress') ? direction('ingress', 'from', policy.ingress, policy) : []),
    ...(policy.policyTypes.includes('Egress') ? direction('egress', 'to', policy.egress, policy) : []),
  ];
}

function selected(policy: Policy, cluster: Cluster): string {
  const workloads = cluster.namespaces.find(({ name }) => name === policy.namespace)?.workloads ?? [];
  const found = workloads.filter(({ labels }) => matches(policy.podSelector, labels));
  // A pod in its node's network is that node, which no policy is about.
  const names = found.filter(({ hostNetwork }) => !hostNetwork).map(({ name }) => code(name));
  return names.length === 0 ? ': none now' : `: ${list(names)}`;
}

function withoutEffect({ cni, name }: Cluster): string {
  return cni.kind === 'none'
    ? `cluster ${code(name)} names no CNI`
    : `${cni.kind} as it is set enforces no NetworkPolicy`;
}

function direction(label: string, word: string, rules: readonly PolicyRule[], policy: Policy): string[] {
  if (rules.length === 0) return line(label, 'nothing is allowed');
  return rules.flatMap((rule) => line(`${label} allowed`, ruleWords(rule, word, policy)));
}

/** `from (pods with a AND in namespaces with b) OR pods with c, on 80/TCP`. */
function ruleWords(rule: PolicyRule, word: string, policy: Policy): string {
  const peers = rule.peers.map((peer) => peerWords(peer, policy));
  const who = peers.length === 0 ? 'anyone' : peers.join(' **OR** ');
  const ports = rule.ports.length === 0 ? 'every port' : rule.ports.map(portWords).join(' or ');
  return `${word} ${who}, on ${ports}`;
}

/** Selectors of one peer must both hold; without a namespaceSelector a peer is of the policy's own namespace. */
function peerWords({ podSelector, namespaceSelector, ipBlock }: PolicyPeer, { namespace }: Policy): string {
  if (ipBlock) {
    const except = ipBlock.except.map(({ value }) => code(formatPrefix(value)));
    return `${code(formatPrefix(ipBlock.cidr.value))}${except.length > 0 ? ` except ${except.join(', ')}` : ''}`;
  }
  if (!namespaceSelector) return podSelector ? `${podsWords(podSelector)} in namespace ${code(namespace)}` : 'nobody';
  const where = namespacesWords(namespaceSelector);
  return podSelector ? `(${podsWords(podSelector)} **AND** ${where})` : `every pod ${where}`;
}

function podsWords(selector: Selector): string {
  return selector.requirements.length === 0 ? 'every pod' : `pods with ${selectorWords(selector)}`;
}

function namespacesWords(selector: Selector): string {
  return selector.requirements.length === 0 ? 'in every namespace' : `in namespaces with ${selectorWords(selector)}`;
}
