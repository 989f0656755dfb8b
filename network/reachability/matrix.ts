import { type Atom, gather, type Marks, marksOf } from './atoms.ts';
import { Bases } from './bases.ts';
import { BitsPool } from './bits.ts';
import { EqualRows } from './equal-rows.ts';
import { type Changes, patchSlices } from './patch.ts';
import { PeerBits } from './peer-bits.ts';
import type { Plan } from './plan.ts';
import { hasPosition, type PortSpace } from './port-set.ts';
import { Rows } from './rows.ts';
import { type Change, EVERYWHERE, Sides } from './sides.ts';
import { type BitMatrix, copyOf, hasCell, letGo, sliceAt } from './slice.ts';
import { Table, type Touched, type World } from './table.ts';

/** What is made for a table and kept up to date with it. */
type State = Omit<Plan, 'sides' | 'space' | 'position'>;

/** Part of the classes above which an update is no cheaper than beginning anew. */
const MANY = 1 / 16;

/**
 * All pairs of classes on all ports: one bit matrix for each atom of ports. Nothing is worked out before it is asked for;
 * what was, an update brings up to date.
 */
export class Matrix {
  readonly #space: PortSpace;
  #state: State;
  #sides: Sides | undefined;
  #marks: Marks | undefined;
  #atoms: readonly Atom[] | undefined;
  #slices = new Map<Atom, BitMatrix>();
  #bases: Bases | undefined;

  constructor(space: PortSpace, world: World) {
    this.#space = space;
    this.#state = stateOf(new Table(world));
  }

  get table(): Table {
    return this.#state.table;
  }

  get peers(): PeerBits {
    return this.#state.peers;
  }

  get sides(): Sides {
    if (!this.#sides) {
      this.#sides = new Sides(this.table.capacity, this.#space);
      this.table.members.forEach((member, index) => {
        if (member) this.#sides!.put(index, member);
      });
    }
    return this.#sides;
  }

  /** Ports that some rule tells apart; together they are all ports. */
  get atoms(): readonly Atom[] {
    if (!this.#atoms) {
      this.#marks = marksOf(this.#space, this.sides);
      this.#atoms = gather(this.#space, this.#marks);
    }
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
      this.#bases ??= new Bases();
      slice = sliceAt(plan, this.#bases);
      this.#slices.set(atom, slice);
    }
    return slice;
  }

  can(source: number, destination: number, position: number): boolean {
    return hasCell(this.slice(this.atomOf(position)), source, destination);
  }

  /** Lets the matrix of an atom go, some megabytes in a large cluster; its words may be written over. */
  release(atom: Atom): void {
    const slice = this.#slices.get(atom);
    if (slice) letGo(slice);
    this.#slices.delete(atom);
  }

  /** Brings everything up to date. `replaced`: pods may have other addresses. */
  update(world: World, replaced: boolean): void {
    const touched = this.table.update(world, replaced);
    this.#state.equal.letGo();
    this.#bases = undefined;
    if (!touched || isMany(touched, this.table)) this.#beginAnew(touched ? this.table : new Table(world));
    else this.#follow(touched);
  }

  #beginAnew(table: Table): void {
    this.#state = stateOf(table);
    [this.#sides, this.#marks, this.#atoms] = [undefined, undefined, undefined];
    this.#slices.clear();
  }

  #follow(touched: Touched): void {
    this.#state.peers.refresh(touched);
    if (!this.#sides) return;
    const changes = regroup(this.#sides, this.table, touched);
    const old = this.#atoms;
    if (!old) return;
    const marks = marksOf(this.#space, this.sides);
    if (marks.key !== this.#marks!.key) this.#atoms = gather(this.#space, marks);
    this.#marks = marks;
    if (this.#atoms !== old) this.#recut(old);
    const slices = [...this.#slices].map(([atom, slice]) => [this.#plan(atom), slice] as const);
    patchSlices(slices, changes);
  }

  /** A new atom's matrix is that of the old atom which held its port. */
  #recut(atoms: readonly Atom[]): void {
    const slices = this.#slices;
    this.#slices = new Map();
    const taken = new Set<Atom>();
    for (const atom of this.atoms) {
      const old = atoms.find(({ ports }) => hasPosition(ports, atom.position))!;
      const slice = slices.get(old);
      if (!slice) continue;
      this.#slices.set(atom, taken.has(old) ? copyOf(slice) : slice);
      taken.add(old);
    }
    for (const [atom, slice] of slices) if (!taken.has(atom)) letGo(slice);
  }

  #plan({ position }: Atom): Plan {
    return { ...this.#state, sides: this.sides, space: this.#space, position };
  }
}

/** Whole rows and columns of classes that came or went, on every port; of others as far as their rules differ. */
function regroup(sides: Sides, table: Table, { members, ingress, egress }: Touched): Changes {
  const changes = { inward: new Map<number, Change>(), outward: new Map<number, Change>() };
  for (const index of new Set([...members, ...ingress, ...egress])) {
    const { inward, outward } = sides.put(index, table.members[index]);
    const isAnother = members.has(index);
    changes.inward.set(index, isAnother ? EVERYWHERE : inward);
    changes.outward.set(index, isAnother ? EVERYWHERE : outward);
  }
  return changes;
}

function stateOf(table: Table): State {
  const [rows, room] = [new Rows(table.capacity), new BitsPool(table.capacity)];
  return { table, peers: new PeerBits(table), room, rows, equal: new EqualRows(rows) };
}

function isMany({ members, ingress, egress }: Touched, { members: all }: Table): boolean {
  return members.size + ingress.size + egress.size > Math.max(64, all.length * MANY);
}
