import { type Address, bitsOf, familyOf } from '../../address/address.ts';
import { containsPrefix, overlaps, type Prefix, prefixFamily, prefixOf } from '../../address/prefix.ts';
import type { Match, Rule } from '../../linux/rule.ts';
import type { Allocation } from '../../topology/allocation.ts';
import type { Cluster } from '../../topology/cluster.ts';
import type { PolicyRule } from '../../topology/policy.ts';
import { namedPorts } from '../../topology/policy-matching.ts';
import type { PortRange, Protocol } from '../../topology/ports.ts';
import type { Workload } from '../../topology/workload.ts';
import { peerHolds } from './admits.ts';
import type { Direction, PolicySelection } from './selection.ts';

/** What the rules of a cluster are spelt out from. */
export interface RuleSource {
  readonly cluster: Cluster;
  readonly selection: PolicySelection;
  readonly allocation: Pick<Allocation, 'pods'>;
  readonly answer: 'silence' | 'reject';
}

/**
 * The policies of a pod in one direction as rules of iptables (IPv4), in the manner of Felix's chains for an endpoint: every
 * address and port that a rule means now is one RETURN, and what comes to the end is dropped. Undefined: it is open. As
 * long as there are pods, so for a listing and for labs; packets of traces are judged without.
 */
export function policyRules(source: RuleSource, pod: Workload, direction: Direction): readonly Rule[] | undefined {
  const policies = source.selection.isolating(pod, direction);
  if (policies.length === 0) return undefined;
  const answered: Match = { kind: 'conntrack', states: ['RELATED', 'ESTABLISHED'] };
  const admitted = policies.flatMap((policy) =>
    policy[direction].flatMap((rule) =>
      matchesOf(source, pod, direction, policy.namespace, rule).map((matches): Rule => {
        return {
          matches,
          comment: `${policy.namespace}/${policy.name}`,
          target: { kind: 'RETURN' },
          origin: rule.origin,
        };
      }),
    ),
  );
  const end: Rule['target'] =
    source.answer === 'reject' ? { kind: 'REJECT', with: 'icmp-port-unreachable' } : { kind: 'DROP' };
  return [
    { matches: [answered], target: { kind: 'RETURN' } },
    ...admitted,
    { matches: [], target: end, origin: policies[0]!.origin },
  ];
}

function matchesOf(
  source: RuleSource,
  pod: Workload,
  direction: Direction,
  namespace: string,
  rule: PolicyRule,
): readonly (readonly Match[])[] {
  const side = direction === 'ingress' ? 'source' : 'destination';
  const atEnd = ({ prefix }: End): Match[] => (prefix ? [{ kind: side, prefix }] : []);
  return endsOf(source, namespace, rule).flatMap((end) => {
    const numbered = rule.ports.length === 0 ? [[]] : rule.ports.flatMap(numberedMatches);
    // A name is looked up on the destination, so that of many each is spelt out.
    const named = rule.ports.filter(({ name }) => name !== undefined);
    const ends = named.length === 0 ? [] : direction === 'ingress' ? [{ ...end, workload: pod }] : podsAt(source, end);
    return [
      ...numbered.map((ports) => [...atEnd(end), ...ports]),
      ...ends.flatMap((one) => namedMatches(named, one.workload).map((ports) => [...atEnd(one), ...ports])),
    ];
  });
}

interface End {
  /** Undefined: anyone. */
  readonly prefix?: Prefix;
  readonly workload?: Workload;
}

function endsOf(source: RuleSource, namespace: string, { peers }: PolicyRule): readonly End[] {
  if (peers.length === 0) return [{}];
  return peers.flatMap((peer): readonly End[] => {
    if (peer.ipBlock) {
      const holes = peer.ipBlock.except.map(({ value }) => value);
      return without(peer.ipBlock.cidr.value, holes).flatMap((prefix) =>
        prefixFamily(prefix) === 4 ? { prefix } : [],
      );
    }
    const isPeer = (workload: Workload) => peerHolds(source.selection, { namespace }, peer, { address: 0, workload });
    return everyPod(source).filter(({ workload }) => isPeer(workload));
  });
}

type PodEnd = Required<End>;

function everyPod({ cluster, allocation }: RuleSource): readonly PodEnd[] {
  const workloads = cluster.namespaces.flatMap((one) => one.workloads).filter(({ hostNetwork }) => !hostNetwork);
  return workloads.flatMap((workload) => {
    const addresses = allocation.pods(workload).flatMap((one) => one.addresses.filter(isIPv4));
    return addresses.map((address) => ({ prefix: prefixOf(address, bitsOf(4)), workload }));
  });
}

/** The pods that an end stands for. */
function podsAt(source: RuleSource, { prefix, workload }: End): readonly PodEnd[] {
  if (prefix && workload) return [{ prefix, workload }];
  return everyPod(source).filter((one) => prefix === undefined || containsPrefix(prefix, one.prefix));
}

function isIPv4(address: Address): boolean {
  return familyOf(address) === 4;
}

/** What is left of a prefix, as prefixes. */
function without(prefix: Prefix, holes: readonly Prefix[]): readonly Prefix[] {
  const own = holes.filter((hole) => overlaps(hole, prefix));
  if (own.length === 0) return [prefix];
  if (own.some((hole) => containsPrefix(hole, prefix))) return [];
  return [prefix.first, prefix.last].flatMap((address) => without(prefixOf(address, prefix.length + 1), own));
}

const PORTED: readonly Protocol[] = ['TCP', 'UDP', 'SCTP'];

function numberedMatches({ protocol, from, to, name }: PortRange): readonly (readonly Match[])[] {
  if (name !== undefined) return [];
  const protocols = protocol === undefined ? PORTED : [protocol];
  return protocols.map((one) => portMatch(one, from, to));
}

function namedMatches(ports: readonly PortRange[], workload: Workload): readonly (readonly Match[])[] {
  const found = ports.flatMap((range) => namedPorts(range, workload.ports));
  return found.map(({ protocol, port }) => portMatch(protocol, port, port));
}

function portMatch(protocol: Protocol, from: number | undefined, to: number | undefined): readonly Match[] {
  const asked: Match = { kind: 'protocol', protocol };
  return from === undefined
    ? [asked]
    : [asked, { kind: 'dport', from, ...(to === undefined || to === from ? {} : { to }) }];
}
