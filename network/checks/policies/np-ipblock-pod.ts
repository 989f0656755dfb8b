import { containsPrefix, formatPrefix, overlaps, type Prefix } from '../../address/prefix.ts';
import type { Allocation } from '../../topology/allocation.ts';
import { NOWHERE } from '../../topology/origin.ts';
import type { PolicyPeer } from '../../topology/policy.ts';
import { formatSelector, type Labels, matches, type Selector } from '../../topology/selector.ts';
import type { Workload } from '../../topology/workload.ts';
import type { Check, Fix } from '../diagnostic.ts';
import { diagnostic } from '../support/place.ts';
import { type PodRange, podRangesOf } from '../support/pod-ranges.ts';
import { type PolicyFacts, policyFacts, policyWords, type Ruled } from '../support/policy-facts.ts';

/** Pods that take their addresses from the VPC share its ranges with machines, so that a block may well mean these. */
export const npIpblockPod: Check = {
  code: 'NP-IPBLOCK-POD',
  severity: 'warning',
  summary: 'An ipBlock stands for Pods, whose addresses change',
  *run({ topology, allocate, stop }) {
    for (const facts of topology.clusters.map(policyFacts)) {
      const ranges = podRangesOf(facts.cluster);
      for (const ruled of facts.rules()) {
        if (stop()) return;
        for (const peer of ruled.rule.peers) {
          const block = peer.ipBlock?.cidr;
          const range = block && ranges.find(({ cidr }) => standsFor(block.value, cidr.value));
          if (!range) continue;
          yield diagnostic(this, {
            message: `${policyWords(ruled.policy)} means Pods by ipBlock ${formatPrefix(block.value)}, ${placeWords(block.value, range)}: their addresses change, labels do not`,
            origin: block.origin,
            related: [{ origin: range.cidr.origin, message: range.words }],
            fixes: fixesOf(facts, allocate(facts.cluster), ruled, peer, range),
          });
        }
      }
    }
  },
};

/** Inside of the range, or so little larger that it was hardly meant for anything else. */
function standsFor(block: Prefix, range: Prefix): boolean {
  return overlaps(block, range) && block.length > 0 && block.length >= range.length - 1;
}

function placeWords(block: Prefix, { cidr, words }: PodRange): string {
  return containsPrefix(cidr.value, block) ? `inside ${words}` : `about the size of ${words}`;
}

/** A selector instead of the block, where one says just the same now. Spelt as `.knet` does, which other readers know. */
function fixesOf(facts: PolicyFacts, allocation: Allocation, ruled: Ruled, peer: PolicyPeer, range: PodRange): Fix[] {
  const { cidr, except } = peer.ipBlock!;
  if (except.length > 0) return [];
  const word = ruled.direction === 'ingress' ? 'from' : 'to';
  const selectors = containsPrefix(cidr.value, range.cidr.value)
    ? 'namespaceSelector {}'
    : cidr.value.first === cidr.value.last && onePod(facts, allocation.podAt(cidr.value.first)?.workload, ruled);
  if (!selectors) return [];
  return [
    { title: `Mean ${selectors}`, changes: [{ kind: 'set', origin: peer.origin, value: `${word} ${selectors}` }] },
  ];
}

/** Selectors for the Pods of one workload and no others. */
function onePod(facts: PolicyFacts, workload: Workload | undefined, { policy }: Ruled): string | undefined {
  if (!workload || workload.hostNetwork || Object.keys(workload.labels).length === 0) return undefined;
  const selector = exactly(workload.labels);
  const same = facts.workloadsOf(workload.namespace).filter(({ labels }) => matches(selector, labels));
  if (same.length !== 1) return undefined;
  const own = workload.namespace === policy.namespace;
  const where = own ? '' : `namespaceSelector kubernetes.io/metadata.name=${workload.namespace} `;
  return `${where}podSelector ${formatSelector(selector)}`;
}

function exactly(labels: Labels): Selector {
  const requirements = Object.entries(labels).map(([key, value]) => {
    return { key, operator: 'In', values: [value], origin: NOWHERE } as const;
  });
  return { requirements, origin: NOWHERE };
}
