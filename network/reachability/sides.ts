import { type Bits, emptyBits, putBit, type Sparse, sparse } from './bits.ts';
import type { Member } from './member.ts';
import { NamedPorts } from './named-ports.ts';
import type { PortSet, PortSpace } from './port-set.ts';
import { type CompiledRule, portsOn, ruleKey } from './rules.ts';
import { Slots } from './slots.ts';
import { unplacedRange } from './unplaced.ts';

/** Peers, and the ports on which they are let in or let out to. Equal grants have equal keys. */
export type Grant = Pick<CompiledRule, 'key' | 'peers' | 'numbers' | 'names'>;

/** Classes that the same rules govern. */
interface Governed {
  readonly uses: readonly Use[];
  readonly members: Set<number>;
}

/** A grant, and the classes that have it. */
export class Use {
  readonly grant: Grant;
  readonly holders = new Set<Governed>();
  #members: Sparse | undefined;

  constructor(grant: Grant) {
    this.grant = grant;
  }

  get members(): Sparse {
    this.#members ??= sparse(this.#numbers());
    return this.#members;
  }

  /** Some holder has members that it had not, or the other way round. */
  changed(): void {
    this.#members = undefined;
  }

  /** Ascending. Most grants have a few holders with a few members each. */
  #numbers(): number[] {
    const numbers: number[] = [];
    for (const { members } of this.holders) for (const index of members) numbers.push(index);
    return numbers.sort((a, b) => a - b);
  }
}

/** Ports on which a class may now let in, or out to, others than before: those of some sets, or any. */
export type Change = ReadonlySet<PortSet> | typeof EVERYWHERE;
export const EVERYWHERE = 'everywhere';
const NOWHERE: Change = new Set();

interface Found {
  readonly key: string;
  grants(): readonly Grant[];
}

/** What the classes let in, or let out. Classes that the same rules govern share a group; an edit moves a few of them. */
export class Side {
  /** The group of each class; -1 where no policy isolates it (and for classes that have gone). */
  readonly of: Int32Array;
  /** Classes that no policy isolates. */
  readonly open: Bits;
  readonly #groups: (Governed | undefined)[] = [];
  readonly #slots = new Slots();
  readonly #uses = new Map<string, Use>();
  readonly #byPorts = new Map<PortSet, Set<Use>>();
  /** Those that name ports. */
  readonly usesWithNames = new Set<Use>();

  constructor(capacity: number) {
    this.of = new Int32Array(capacity).fill(-1);
    this.open = emptyBits(capacity);
  }

  /** Every grant that some class has, once. */
  get uses(): Iterable<Use> {
    return this.#uses.values();
  }

  /** The same by the numbers they name: few sets of them, however many grants. */
  get usesByPorts(): ReadonlyMap<PortSet, ReadonlySet<Use>> {
    return this.#byPorts;
  }

  /** What the classes of a group have. */
  grantsOf(group: number): readonly Use[] {
    return this.#groups[group]!.uses;
  }

  /** Groups with their numbers. */
  forEachGroup(visit: (group: number, members: ReadonlySet<number>) => void): void {
    this.#groups.forEach((one, group) => {
      if (one) visit(group, one.members);
    });
  }

  /** What governs a class from now on; `undefined` where nothing does. */
  put(index: number, found: Found | undefined, isLive: boolean): Change {
    const old = this.of[index]!;
    const now = found ? this.#join(index, found) : -1;
    this.of[index] = now;
    putBit(this.open, index, isLive && !found);
    const change = this.#changeOf(old, now);
    if (old >= 0) this.#leave(index, old);
    return change;
  }

  #changeOf(old: number, now: number): Change {
    if (old === now) return NOWHERE;
    return old < 0 || now < 0 ? EVERYWHERE : changeOf(this.grantsOf(old), this.grantsOf(now));
  }

  #join(index: number, found: Found): number {
    const { index: group, isNew } = this.#slots.acquire(found.key)!;
    if (isNew) this.#groups[group] = this.#found(found);
    this.#groups[group]!.members.add(index);
    for (const use of this.#groups[group]!.uses) use.changed();
    return group;
  }

  #found({ grants }: Found): Governed {
    const uses = new Map(grants().map((grant) => [grant.key, this.#useOf(grant)]));
    const group: Governed = { uses: [...uses.values()], members: new Set() };
    for (const use of group.uses) use.holders.add(group);
    return group;
  }

  #useOf(grant: Grant): Use {
    let use = this.#uses.get(grant.key);
    if (!use) {
      use = new Use(unplacedGrant(grant));
      this.#uses.set(grant.key, use);
      if (grant.names.length > 0) this.usesWithNames.add(use);
      const alike = this.#byPorts.get(grant.numbers) ?? new Set();
      this.#byPorts.set(grant.numbers, alike.add(use));
    }
    return use;
  }

  #leave(index: number, number: number): void {
    const group = this.#groups[number]!;
    // A class that stays in its group was entered again before.
    if (this.of[index] !== number) group.members.delete(index);
    for (const use of group.uses) use.changed();
    if (!this.#slots.release(number)) return;
    this.#groups[number] = undefined;
    for (const use of group.uses) {
      use.holders.delete(group);
      if (use.holders.size === 0) this.#drop(use);
    }
  }

  #drop(use: Use): void {
    const { key, numbers } = use.grant;
    this.#uses.delete(key);
    this.usesWithNames.delete(use);
    const alike = this.#byPorts.get(numbers)!;
    alike.delete(use);
    if (alike.size === 0) this.#byPorts.delete(numbers);
  }
}

/** Of grants that both have nothing changes. Where a name leads depends on the destination. */
function changeOf(old: readonly Use[], now: readonly Use[]): Change {
  const [before, since] = [new Set(old), new Set(now)];
  const differing = [...old.filter((use) => !since.has(use)), ...now.filter((use) => !before.has(use))];
  if (differing.some(({ grant }) => grant.names.length > 0)) return EVERYWHERE;
  return new Set(differing.map(({ grant }) => grant.numbers));
}

function unplacedGrant({ key, peers, numbers, names }: Grant): Grant {
  return { key, peers, numbers, names: names.map(unplacedRange) };
}

/** What the classes let in and out, and which names their ports have. */
export class Sides {
  /** Named ports are looked up already: classes that answer a name differently have different groups. */
  readonly inward: Side;
  readonly outward: Side;
  readonly named = new NamedPorts();
  readonly #space: PortSpace;

  constructor(capacity: number, space: PortSpace) {
    this.#space = space;
    this.inward = new Side(capacity);
    this.outward = new Side(capacity);
  }

  /** Enters what a class is now; `undefined` when it has gone. */
  put(index: number, member: Member | undefined): { readonly inward: Change; readonly outward: Change } {
    const egress = member?.isolation.egress;
    const inward = this.inward.put(index, member && inwardOf(member, this.#space), member !== undefined);
    const granted = egress && { key: egress.key, grants: () => egress.rules };
    const outward = this.outward.put(index, granted, member !== undefined);
    this.named.put(index, member?.party);
    return { inward, outward };
  }
}

function inwardOf({ party, isolation: { ingress } }: Member, space: PortSpace): Found | undefined {
  if (!ingress) return undefined;
  const { rules } = ingress;
  if (rules.every(({ names }) => names.length === 0)) return { key: ingress.key, grants: () => rules };
  const grants = rules.map((rule) => (rule.names.length === 0 ? rule : lookedUp(rule, portsOn(rule, party, space))));
  return { key: `${ingress.key} ${grants.map(({ numbers }) => numbers.id).join()}`, grants: () => grants };
}

function lookedUp({ peers }: CompiledRule, numbers: Grant['numbers']): Grant {
  return { key: ruleKey(peers, numbers, []), peers, numbers, names: [] };
}
