import { type Address, formatAddress } from '../../address/address.ts';
import { dnsService } from '../../kubernetes/dns/resolver.ts';
import { portAdmits } from '../../kubernetes/policy/admits.ts';
import type { Allocation } from '../../topology/allocation.ts';
import type { PolicyRule } from '../../topology/policy.ts';
import { blockHolds } from '../../topology/policy-matching.ts';
import type { Workload } from '../../topology/workload.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { PolicyFacts } from '../support/policy-facts.ts';

/**
 * The ipBlocks that admit DNS at the address of its Service. They let nobody ask it: kube-proxy has put a Pod's address in its
 * place before policies look (what those of NetworkPolicy v1 leave to the implementation, and what all that are modelled do).
 */
export function vainBlocks(
  facts: PolicyFacts,
  pods: readonly Workload[],
  allocation: Allocation,
): Diagnostic['related'] {
  const service = dnsService(facts.cluster);
  const own = service ? allocation.clusterIPs(service) : [];
  const policies = new Set(pods.flatMap((pod) => facts.selection.isolating(pod, 'egress')));
  const rules = [...policies].flatMap(({ egress }) => egress).filter(admitsDns);
  return rules.flatMap(({ peers }) =>
    peers.flatMap(({ ipBlock, origin }) =>
      own
        .filter((address) => ipBlock && blockHolds(ipBlock, address))
        .map((address) => ({ origin, message: wordsFor(address) })),
    ),
  );
}

const wordsFor = (address: Address) =>
  `${formatAddress(address)} is the address of the DNS Service: policies act behind it, on those of its Pods`;

const admitsDns = ({ ports }: PolicyRule) =>
  ports.length === 0 ||
  (['UDP', 'TCP'] as const).some((protocol) =>
    ports.some((port) => portAdmits(port, undefined, { protocol, destinationPort: 53 })),
  );
