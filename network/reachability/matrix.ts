import { type Atom, atomsOf } from './atoms.ts';
import type { Member } from './member.ts';
import { PeerBits } from './peer-bits.ts';
import { hasPosition, type PortSpace } from './port-set.ts';
import type { CompiledRule } from './rules.ts';
import { type Sides, sidesOf } from './sides.ts';
import { type BitMatrix, copyOf, hasCell, patchSlice, portlessMatrix, sliceAt } from './slice.ts';
import { Table, type Touched, type World } from './table.ts';

/** Part of the classes above which an update is no cheaper than beginning anew. */
const MANY = 1 / 16;

/**
 * All pairs of classes on all ports: one bit matrix for each atom of ports. Nothing is worked out before it is asked for;
 * what was, an update brings up to date.
 */
export class Matrix {
  readonly #space: PortSpace;
  #table: Table;
  #peers: PeerBits;
  #sides: Sides | undefined;
  #atoms: readonly Atom[] | undefined;
  #slices = new Map<Atom, BitMatrix>();
  #portless: BitMatrix | undefined;
  /** Memory of a slice that was let go: fresh memory costs more than what is written into it. */
  #spare: Uint32Array | undefined;

  constructor(space: PortSpace, world: World) {
    this.#space = space;
    this.#table = tableOf(world);
    this.#peers = new PeerBits(this.#table);
  }

  get table(): Table {
    return this.#table;
  }

  get peers(): PeerBits {
    return this.#peers;
  }

  get sides(): Sides {
    this.#sides ??= sidesOf(this.#table.members, this.#space);
    return this.#sides;
  }

  /** Ports that some rule tells apart; together they are all ports. */
  get atoms(): readonly Atom[] {
    this.#atoms ??= atomsOf(this.#space, this.#rules(), this.#members());
    return this.#atoms;
  }

  /** The atom that a port belongs to. */
  atomOf(position: number): Atom {
    return this.atoms.find(({ ports }) => hasPosition(ports, position))!;
  }

  /** Who may talk to whom on the ports of an atom. An update may change it in place. */
  slice(atom: Atom): BitMatrix {
    let slice = this.#slices.get(atom);
    if (!slice) {
      const plan = this.#plan(atom);
      this.#portless ??= portlessMatrix(plan);
      slice = sliceAt(plan, this.#portless, this.#spare);
      this.#spare = undefined;
      this.#slices.set(atom, slice);
    }
    return slice;
  }

  can(source: number, destination: number, position: number): boolean {
    return hasCell(this.slice(this.atomOf(position)), source, destination);
  }

  /** Lets the matrix of an atom go, a megabyte and more in a large cluster; its words may be written over. */
  release(atom: Atom): void {
    this.#spare = this.#slices.get(atom)?.words ?? this.#spare;
    this.#slices.delete(atom);
  }

  /** Brings everything up to date. `replaced`: pods may have other addresses. */
  update(world: World, replaced: boolean): void {
    const touched = this.#table.update(world, replaced);
    const old = { atoms: this.#atoms, slices: this.#slices };
    [this.#sides, this.#atoms, this.#portless, this.#slices] = [undefined, undefined, undefined, new Map()];
    if (!touched || isMany(touched, this.#table)) {
      if (!touched) this.#table = tableOf(world);
      this.#peers = new PeerBits(this.#table);
      return;
    }
    this.#peers.refresh(touched.members);
    this.#carryOver(old, touched);
  }

  /** A new atom's matrix is that of the old atom which held its port, but for what was touched. */
  #carryOver(
    { atoms, slices }: { readonly atoms: readonly Atom[] | undefined; readonly slices: Map<Atom, BitMatrix> },
    touched: Touched,
  ): void {
    if (!atoms || slices.size === 0) return;
    const taken = new Set<Atom>();
    for (const atom of this.atoms) {
      const old = atoms.find(({ ports }) => hasPosition(ports, atom.position));
      const slice = old && slices.get(old);
      if (!slice) continue;
      this.#slices.set(atom, patchSlice(this.#plan(atom), taken.has(old) ? copyOf(slice) : slice, touched));
      taken.add(old);
    }
  }

  #plan({ position }: Atom) {
    return { table: this.#table, sides: this.sides, peers: this.#peers, space: this.#space, position };
  }

  *#members(): Generator<Member> {
    for (const member of this.#table.members) if (member) yield member;
  }

  /** Each once: many classes share the policies. */
  #rules(): Set<CompiledRule> {
    const rules = new Set<CompiledRule>();
    for (const { isolation } of this.#members()) {
      for (const policy of isolation.ingress?.policies ?? []) for (const rule of policy.ingress) rules.add(rule);
      for (const policy of isolation.egress?.policies ?? []) for (const rule of policy.egress) rules.add(rule);
    }
    return rules;
  }
}

function isMany({ members, ingress, egress }: Touched, { members: all }: Table): boolean {
  return members.size + ingress.size + egress.size > Math.max(64, all.length * MANY);
}

/** With some room for classes that come later, and for workloads whose pods are several. */
function tableOf(world: World): Table {
  const workloads = world.views.reduce((sum, { namespace }) => sum + namespace.workloads.length, 0);
  const ranges = world.families.reduce((sum, family) => sum + world.cuts.ranges(family).length, 0);
  for (let capacity = 64 + Math.ceil((workloads + ranges) * 1.1); ; capacity = Math.ceil(capacity * 1.3)) {
    const table = new Table(capacity);
    if (table.update(world, true)) return table;
  }
}
