import { type Address, type Family, familyOf } from '../address/address.ts';
import type { Range } from '../address/ranges.ts';
import type { Workload } from '../topology/workload.ts';
import type { Cuts } from './cuts.ts';
import { keyOfLabels, type Member, memberOf, traitsOf, ungoverned } from './member.ts';
import type { NamespaceView } from './namespaces.ts';
import { externalParty, INGRESS_CONTROLLER, type Party } from './party.ts';
import { Postings } from './postings.ts';
import { Slots } from './slots.ts';

/** What the classes of a cluster are made from. */
export interface World {
  readonly views: readonly NamespaceView[];
  readonly cuts: Cuts;
  /** Families that external ranges are told of. */
  readonly families: readonly Family[];
  /** Pods are known by labels, never by addresses. */
  readonly labelsOnly: boolean;
  /** Of each pod of a workload; `[[]]` where addresses do not matter. */
  addressesOf(workload: Workload): readonly (readonly Address[])[];
}

/** Which classes an update touched, by number. */
export interface Touched {
  /** That came or went. */
  readonly members: ReadonlySet<number>;
  /** Those that went; a number may have been given to another one since. */
  readonly gone: ReadonlyMap<number, Party>;
  /** Whose policies of a direction allow something else now. */
  readonly ingress: ReadonlySet<number>;
  readonly egress: ReadonlySet<number>;
}

interface Entry {
  readonly view: NamespaceView;
  readonly used: readonly (readonly [Workload, readonly number[]])[];
}

/** One class to be entered: how it is known, and how it is made. */
interface Wanted {
  readonly key: string;
  make(): Member;
}

/**
 * The classes of equal parties of a cluster, each with a number that it keeps over updates: pods by namespace, labels,
 * named ports and the ranges their addresses lie in; ranges of external addresses; and the ingress controllers.
 */
export class Table {
  readonly members: (Member | undefined)[] = [];
  readonly postings: Postings;
  /** One more than the largest number there can be. */
  readonly capacity: number;
  readonly ingressController: number;
  /** By number; several workloads may be one class, and the pods of one workload several. */
  readonly workloads: Workload[][] = [];
  readonly #slots = new Slots();
  readonly #entries = new Map<string, Entry>();
  readonly #classes = new Map<string, readonly number[]>();
  readonly #externals = new Map<number, Range>();
  #cuts: Cuts | undefined;
  #touched = noneTouched();

  /** With some room for classes that come later. */
  constructor(world: World) {
    this.ingressController = this.#enter({ key: 'ingress', make: () => ungoverned(INGRESS_CONTROLLER) })!;
    this.update(world, true);
    this.capacity = 64 + Math.ceil(this.members.length * 1.1);
    this.#slots.limit(this.capacity);
    this.postings = new Postings(this.capacity);
    this.members.forEach((member, index) => {
      if (member) this.postings.put(member.party, index, true);
    });
  }

  /** External ranges with their numbers. */
  get externals(): ReadonlyMap<number, Range> {
    return this.#externals;
  }

  /** Numbers of a workload's classes. */
  classesOf(workloadId: string): readonly number[] {
    return this.#classes.get(workloadId) ?? [];
  }

  /** Brings the classes up to date; undefined when there is no room for all of them. `replaced`: addresses may differ. */
  update(world: World, replaced: boolean): Touched | undefined {
    this.#touched = noneTouched();
    const recut = this.#cuts === undefined || !this.#cuts.equals(world.cuts);
    if (recut && !this.#updateExternals(world)) return undefined;
    const stale = this.#cuts?.staleIn(world.cuts) ?? new Set<Address>();
    const keys = new Set<string>();
    for (const view of world.views) {
      // A namespace declared twice is a mistake that a check tells of; it must not confuse the numbers.
      const key = `${view.namespace.id}${keys.has(view.namespace.id) ? keys.size : ''}`;
      keys.add(key);
      const old = this.#entries.get(key);
      if (old?.view === view && !replaced && !this.#isStale(old, stale)) continue;
      if (!this.#updateNamespace(key, view, old, world)) return undefined;
    }
    for (const [key, entry] of this.#entries) if (!keys.has(key)) this.#leave(key, entry);
    this.#cuts = world.cuts;
    return this.#touched;
  }

  /** Whether a pod of a namespace has an address in a range that is another one now. */
  #isStale({ used }: Entry, stale: ReadonlySet<Address>): boolean {
    if (stale.size === 0) return false;
    const isStale = (index: number) => this.members[index]!.party.addresses.some((one) => stale.has(one));
    return used.some(([, indices]) => indices.some(isStale));
  }

  #updateExternals({ cuts, families }: World): boolean {
    const now = new Map(families.flatMap((family) => cuts.ranges(family)).map((range) => [range.first, range]));
    const staying = new Set<Address>();
    for (const [index, { first, last }] of this.#externals) {
      if (now.get(first)?.last === last) staying.add(first);
      else {
        this.#externals.delete(index);
        this.#release(index);
      }
    }
    for (const range of now.values()) {
      if (staying.has(range.first)) continue;
      const index = this.#enter({ key: rangeKey(range), make: () => ungoverned(externalParty(range.first)) });
      if (index === undefined) return false;
      this.#externals.set(index, range);
    }
    return true;
  }

  #updateNamespace(key: string, view: NamespaceView, old: Entry | undefined, world: World): boolean {
    for (const index of new Set(old?.used.flatMap(([, indices]) => indices))) this.workloads[index] = [];
    const used = this.#enterAll(key, view, old, world);
    if (!used) return false;
    for (const [workload, indices] of used) {
      this.#classes.set(workload.id, indices);
      for (const index of indices) this.workloads[index]!.push(workload);
    }
    this.#entries.set(key, { view, used });
    return true;
  }

  /** Classes that stay are entered first and old ones left then, so that new ones get the numbers of those that went. */
  #enterAll(key: string, view: NamespaceView, old: Entry | undefined, world: World): Entry['used'] | undefined {
    const prefix = `${key} ${keyOfLabels(view.namespace.labels)}`;
    const wanted = view.namespace.workloads.map(
      (workload) => [workload, wantedClasses(prefix, view, workload, world)] as const,
    );
    const staying = new Map<Wanted, number>();
    for (const one of wanted.flatMap(([, classes]) => classes)) {
      if (this.#slots.has(one.key)) staying.set(one, this.#enter(one)!);
    }
    for (const [workload, indices] of old?.used ?? []) this.#forget(workload, indices);
    const used: [Workload, number[]][] = [];
    for (const [workload, classes] of wanted) {
      const indices = classes.map((one) => staying.get(one) ?? this.#enter(one));
      if (!indices.every((index) => index !== undefined)) return undefined;
      used.push([workload, indices]);
    }
    return used;
  }

  #leave(key: string, { used }: Entry): void {
    this.#entries.delete(key);
    for (const [workload, indices] of used) this.#forget(workload, indices);
  }

  #forget(workload: Workload, indices: readonly number[]): void {
    this.#classes.delete(workload.id);
    for (const index of indices) this.#release(index);
  }

  #enter({ key, make }: Wanted): number | undefined {
    const slot = this.#slots.acquire(key);
    if (!slot) return undefined;
    const { index, isNew } = slot;
    const member = make();
    if (isNew) {
      this.members[index] = member;
      this.workloads[index] = [];
      this.postings?.put(member.party, index, true);
      this.#touched.members.add(index);
    } else this.#regroup(index, member);
    return index;
  }

  /** The party is the same; its policies may not be. */
  #regroup(index: number, { isolation }: Member): void {
    const old = this.members[index]!;
    if (old.isolation.ingress?.key !== isolation.ingress?.key) this.#touched.ingress.add(index);
    if (old.isolation.egress?.key !== isolation.egress?.key) this.#touched.egress.add(index);
    this.members[index] = { party: old.party, isolation };
  }

  #release(index: number): void {
    if (!this.#slots.release(index)) return;
    const { party } = this.members[index]!;
    this.postings.put(party, index, false);
    if (!this.#touched.gone.has(index)) this.#touched.gone.set(index, party);
    this.members[index] = undefined;
    this.workloads[index] = [];
    this.#touched.members.add(index);
  }
}

function noneTouched() {
  return {
    members: new Set<number>(),
    gone: new Map<number, Party>(),
    ingress: new Set<number>(),
    egress: new Set<number>(),
  };
}

const rangeKey = ({ first, last }: Range) => `external ${typeof first} ${first}-${last}`;

/** The classes that the pods of a workload belong to: one, unless policies tell their addresses apart. */
function wantedClasses(prefix: string, view: NamespaceView, workload: Workload, world: World): Wanted[] {
  const traits = traitsOf(workload, world.labelsOnly);
  return [...placesOf(world.addressesOf(workload), world.cuts)].map(([where, starts]) => ({
    key: `${prefix} ${traits.key} ${where}`,
    make: () => memberOf(view, workload, traits, starts),
  }));
}

/** Where pods lie: of each different place the starts of its ranges. */
function placesOf(pods: readonly (readonly Address[])[], cuts: Cuts): Map<string, readonly Address[]> {
  const places = new Map<string, readonly Address[]>();
  let last: readonly Address[] | undefined;
  for (const addresses of pods) {
    if (last && areAt(addresses, last, cuts)) continue;
    last = addresses.map((address) => cuts.startOf(address));
    places.set(last.map(placeKey).join(), last);
  }
  return places;
}

/** Both families begin with an address 0. */
const placeKey = (start: Address) => `${familyOf(start)}:${start}`;

/** Whether addresses lie in the ranges that begin there. */
function areAt(addresses: readonly Address[], starts: readonly Address[], cuts: Cuts): boolean {
  if (addresses.length !== starts.length) return false;
  for (let i = 0; i < starts.length; i++) if (!cuts.isAt(addresses[i]!, starts[i]!)) return false;
  return true;
}
