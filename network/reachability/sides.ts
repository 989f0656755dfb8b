import type { Member } from './member.ts';
import type { Group } from './namespaces.ts';
import type { PeerSet } from './party.ts';
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
}

export function sidesOf(members: readonly (Member | undefined)[], space: PortSpace): Sides {
  return {
    inward: sideOf(members, (member) => inwardOf(member, space)),
    outward: sideOf(
      members,
      ({ isolation: { egress } }) => egress && { key: egress.key, rules: () => rulesOf(egress) },
    ),
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
