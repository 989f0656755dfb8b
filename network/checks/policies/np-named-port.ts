import { namedPorts } from '../../topology/policy-matching.ts';
import type { PortRange } from '../../topology/ports.ts';
import type { Workload } from '../../topology/workload.ts';
import type { Check } from '../diagnostic.ts';
import { editDistance } from '../services/nearest-labels.ts';
import { eachRulePort } from '../support/each-rule-port.ts';
import { diagnostic, type Found } from '../support/place.ts';
import { type PolicyFacts, policyWords, type Ruled, workloadWords } from '../support/policy-facts.ts';
import { listed } from '../support/words.ts';

/** Where nobody is selected NP-NO-MATCH says so. */
export const npNamedPort: Check = {
  code: 'NP-NAMED-PORT',
  severity: 'error',
  summary: 'A NetworkPolicy names a port that none of the Pods has',
  *run({ topology, stop }) {
    for (const found of misnamedPorts(topology.clusters, stop)) yield diagnostic(this, found);
  },
};

const misnamedPorts = eachRulePort(misnamed);

/** What is wrong with a named port that none of the Pods has; undefined where nothing is. */
export function misnamed(facts: PolicyFacts, ruled: Ruled, port: PortRange): Found | undefined {
  const groups = port.name === undefined ? [] : facts.destinations(ruled);
  if (groups.some((pods) => pods.some(({ ports }) => namedPorts(port, ports).length > 0))) return undefined;
  const pods = [...new Set(groups.flat())];
  return pods.length === 0 ? undefined : told(ruled, port, pods);
}

function told({ policy, direction }: Ruled, port: PortRange, pods: readonly Workload[]): Found {
  const ports = pods.flatMap((pod) => pod.ports).filter(({ name }) => name !== undefined);
  const known = [...new Set(ports.map(({ name, protocol, port }) => `${name} ${port}/${protocol}`))];
  const whose = direction === 'ingress' ? 'that it selects' : 'that it may send to';
  const what = port.protocol === undefined ? `${port.name}` : `${port.name} (${port.protocol})`;
  const have = known.length > 0 ? `they have ${listed(known.slice(0, 8))}` : 'their ports have no names';
  const nearest = nearestName(
    port,
    ports.filter(({ protocol }) => (port.protocol ?? protocol) === protocol),
  );
  return {
    message: `${policyWords(policy)} admits port ${what}, which no Pod ${whose} has: ${have}`,
    origin: port.origin,
    related: pods.slice(0, 5).map((pod) => ({ origin: pod.origin, message: workloadWords(pod) })),
    fixes:
      nearest === undefined
        ? []
        : [{ title: `Admit ${nearest}`, changes: [{ kind: 'set', origin: port.origin, value: nearest }] }],
  };
}

function nearestName({ name = '' }: PortRange, ports: readonly { readonly name?: string }[]): string | undefined {
  const names = [...new Set(ports.flatMap((port) => port.name ?? []))];
  return names.sort((a, b) => editDistance(name, a) - editDistance(name, b))[0];
}
