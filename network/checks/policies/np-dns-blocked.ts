import { dnsService } from '../../kubernetes/dns/resolver.ts';
import type { PolicyEnd } from '../../kubernetes/policy/admits.ts';
import { decide } from '../../kubernetes/policy/decide.ts';
import type { Allocation } from '../../topology/allocation.ts';
import { entry } from '../../topology/grouping.ts';
import type { Policy } from '../../topology/policy.ts';
import type { SelectablePod } from '../../topology/policy-matching.ts';
import type { Protocol } from '../../topology/ports.ts';
import type { Workload } from '../../topology/workload.ts';
import type { Check, Fix } from '../diagnostic.ts';
import { isForbidden } from '../support/forbidden.ts';
import { diagnostic, type Found } from '../support/place.ts';
import { type PolicyFacts, policyFacts, policyWords, workloadWords } from '../support/policy-facts.ts';
import { selectedBy } from '../support/selected.ts';
import { listed } from '../support/words.ts';
import { mayAdmitDns, USUAL_DNS } from './dns-unseen.ts';
import { vainBlocks } from './dns-vain-blocks.ts';
import { deadPeer } from './np-no-match.ts';

/** Said once for the policies that isolate a Pod together, at the first one that has rules for egress. */
export const npDnsBlocked: Check = {
  code: 'NP-DNS-BLOCKED',
  severity: 'warning',
  summary: 'Pods whose egress is isolated cannot ask DNS',
  *run({ topology, allocate, stop }) {
    for (const facts of topology.clusters.map(policyFacts)) {
      if (!facts.policies.some(({ policyTypes }) => policyTypes.includes('Egress'))) continue;
      const allocation = allocate(facts.cluster);
      const dns = dnsOf(facts, allocation);
      if (!dns) continue;
      const blocked = new Map<Policy, { pods: Workload[]; protocols: readonly Protocol[] }>();
      for (const workload of facts.cluster.namespaces.flatMap(({ name }) => facts.workloadsOf(name))) {
        if (stop()) return;
        const protocols = unanswered(facts, workload, dns);
        const blamed = protocols.length > 0 ? blame(facts, workload) : undefined;
        if (!blamed) continue;
        entry(blocked, blamed, () => ({ pods: [], protocols })).pods.push(workload);
      }
      for (const [policy, { pods, protocols }] of blocked) {
        const isMeant = isForbidden(
          topology,
          pods,
          'ends' in dns ? dns.ends.flatMap(({ workload }) => workload ?? []) : [],
        );
        const found = told(policy, pods, protocols, vainBlocks(facts, pods, allocation));
        yield diagnostic(this, isMeant ? { ...found, fixes: [] } : found);
      }
    }
  },
};

/** The Pods behind the cluster's DNS Service, one of each workload; or what is known of them where none has an address. */
type Dns = { readonly ends: readonly PolicyEnd[] } | { readonly unseen: SelectablePod };

/** Undefined where policies do not govern them. Manifests of an application do not declare them: they are as usual then. */
function dnsOf(facts: PolicyFacts, allocation: Allocation): Dns | undefined {
  const service = dnsService(facts.cluster);
  if (!service) return { unseen: USUAL_DNS };
  const namespace = facts.cluster.namespaces.find(({ name }) => name === service.namespace)!;
  const found = selectedBy(namespace, service);
  const governed = found.filter((workload) => facts.workloadsOf(service.namespace).includes(workload));
  const [first] = governed;
  if (!first) return undefined;
  const ends = governed.flatMap((workload) => {
    const address = allocation.pod(workload, 0)?.addresses[0];
    return address === undefined ? [] : [{ address, workload }];
  });
  return ends.length > 0 ? { ends } : { unseen: facts.selection.podOf(first) };
}

/** Protocols by which a Pod may ask none of the DNS Pods. */
function unanswered(facts: PolicyFacts, pod: Workload, dns: Dns): readonly Protocol[] {
  const { selection } = facts;
  const isolating = selection.isolating(pod, 'egress');
  if (isolating.length === 0) return [];
  if ('unseen' in dns) {
    if (selection.broken(pod).length > 0) return [];
    return PROTOCOLS.filter((protocol) => !isolating.some((policy) => mayAdmitDns(policy, protocol, dns.unseen)));
  }
  if (dns.ends.some(({ workload }) => workload === pod)) return [];
  return PROTOCOLS.filter((protocol) =>
    dns.ends.every((peer) => {
      const traffic = { protocol, destinationPort: 53 };
      return decide(selection, { direction: 'egress', pod, peer, traffic }).kind === 'denied';
    }),
  );
}

const PROTOCOLS = ['UDP', 'TCP'] as const;

/** Undefined where a peer that is nobody was perhaps meant as DNS: that is NP-NO-MATCH's. */
function blame(facts: PolicyFacts, pod: Workload): Policy | undefined {
  const isolating = facts.selection.isolating(pod, 'egress');
  const dead = isolating.some((policy) =>
    policy.egress.some((rule) =>
      rule.peers.some((peer) => deadPeer(facts, { policy, direction: 'egress', rule }, peer)),
    ),
  );
  if (dead) return undefined;
  return isolating.find(({ egress }) => egress.length > 0) ?? isolating[0];
}

const RULE =
  '{ to namespaceSelector kubernetes.io/metadata.name=kube-system podSelector k8s-app=kube-dns  port 53/UDP  port 53/TCP }';

function told(
  policy: Policy,
  pods: readonly Workload[],
  protocols: readonly Protocol[],
  vain: Found['related'] = [],
): Found {
  const names = pods.slice(0, 3).map(workloadWords);
  const who = pods.length > 3 ? `${names.join(', ')} and ${pods.length - 3} more` : listed(names);
  const how = protocols.map((protocol) => `53/${protocol}`);
  const fixes: Fix[] = [
    { title: 'Admit DNS', changes: [{ kind: 'insert', into: policy.origin, field: 'egress', value: RULE }] },
  ];
  return {
    message: `${policyWords(policy)} isolates the egress of ${who}, and nothing admits DNS (${listed(how)}): names are not found`,
    origin: policy.origin,
    related: [...vain, ...pods.slice(0, 5).map((pod) => ({ origin: pod.origin, message: workloadWords(pod) }))],
    // The rule is spelt as .knet does; the reader of YAML says it in its own way.
    fixes,
  };
}
