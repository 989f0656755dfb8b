import type { ContainerPort } from '../topology/workload.ts';
import type { Member } from './member.ts';
import type { Group } from './namespaces.ts';
import { lookupPorts, type PeerSet } from './party.ts';
import type { PortSet, PortSpace } from './port-set.ts';
import { type CompiledRule, portsOn } from './rules.ts';

/** Peers and the ports on which they are let in. */
export interface Admission {
  readonly peers: PeerSet;
  readonly ports: PortSet;
}

/** Which of a list of rule sets each class has; -1 where no policy isolates it (and for classes that have gone). */
export interface Side<Rule> {
  readonly of: Int32Array;
  readonly groups: readonly (readonly Rule[])[];
}

/** What the classes let in and out: classes that the same rules govern share them. */
export interface Sides {
  /** Named ports are looked up already: classes that answer a name differently have different groups. */
  readonly inward: Side<Admission>;
  readonly outward: Side<CompiledRule>;
  /** Classes that have ports with names. */
  readonly named: readonly (readonly [index: number, ports: readonly ContainerPort[]])[];
}

export function sidesOf(members: readonly (Member | undefined)[], space: PortSpace): Sides {
  return {
    inward: sideOf(members, (member) => inwardOf(member, space)),
    outward: sideOf(
      members,
      ({ isolation: { egress } }) => egress && { key: egress.key, rules: () => rulesOf(egress) },
    ),
    named: members.flatMap((member, index) => {
      const ports = member ? lookupPorts(member.party) : [];
      return ports.length > 0 ? [[index, ports] as const] : [];
    }),
  };
}

interface Found<Rule> {
  readonly key: string;
  rules(): Rule[];
}

function sideOf<Rule>(
  members: readonly (Member | undefined)[],
  find: (member: Member) => Found<Rule> | undefined,
): Side<Rule> {
  const of = new Int32Array(members.length).fill(-1);
  const groups: Rule[][] = [];
  const byKey = new Map<string, number>();
  members.forEach((member, index) => {
    const found = member && find(member);
    if (!found) return;
    let group = byKey.get(found.key);
    if (group === undefined) {
      group = groups.push(found.rules()) - 1;
      byKey.set(found.key, group);
    }
    of[index] = group;
  });
  return { of, groups };
}

function inwardOf({ party, isolation: { ingress } }: Member, space: PortSpace): Found<Admission> | undefined {
  if (!ingress) return undefined;
  const rules = rulesOf(ingress);
  if (rules.every(({ names }) => names.length === 0)) {
    return { key: ingress.key, rules: () => rules.map(({ peers, numbers }) => ({ peers, ports: numbers })) };
  }
  const admissions = rules.map((rule) => ({ peers: rule.peers, ports: portsOn(rule, party, space) }));
  return { key: `${ingress.key} ${admissions.map(({ ports }) => ports.id).join()}`, rules: () => admissions };
}

function rulesOf({ policies, direction }: Group): CompiledRule[] {
  return policies.flatMap((policy) => policy[direction]);
}
