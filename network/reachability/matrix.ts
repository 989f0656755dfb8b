import { type Atom, gather, type Marks, marksOf } from './atoms.ts';
import { patchSlices } from './patch.ts';
import { PeerBits } from './peer-bits.ts';
import { hasPosition, type PortSpace } from './port-set.ts';
import { Sides } from './sides.ts';
import { type BitMatrix, copyOf, hasCell, portlessMatrix, sliceAt } from './slice.ts';
import { Table, type Touched, type World } from './table.ts';
import { Unions } from './unions.ts';

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
  #unions: Unions;
  #sides: Sides | undefined;
  #marks: Marks | undefined;
  #atoms: readonly Atom[] | undefined;
  #slices = new Map<Atom, BitMatrix>();
  #portless: BitMatrix | undefined;
  /** Memory of a slice that was let go: fresh memory costs more than what is written into it. */
  #spare: Uint32Array | undefined;

  constructor(space: PortSpace, world: World) {
    this.#space = space;
    this.#table = new Table(world);
    this.#peers = new PeerBits(this.#table);
    this.#unions = new Unions(this.#table.capacity);
  }

  get table(): Table {
    return this.#table;
  }

  get peers(): PeerBits {
    return this.#peers;
  }

  get sides(): Sides {
    if (!this.#sides) {
      this.#sides = new Sides(this.#table.capacity, this.#space);
      this.#table.members.forEach((member, index) => {
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
    this.#portless = undefined;
    if (!touched || isMany(touched, this.#table)) this.#beginAnew(touched ? this.#table : new Table(world));
    else this.#follow(touched);
  }

  #beginAnew(table: Table): void {
    this.#table = table;
    this.#peers = new PeerBits(table);
    this.#unions = new Unions(table.capacity);
    [this.#sides, this.#marks, this.#atoms] = [undefined, undefined, undefined];
    this.#slices.clear();
  }

  #follow(touched: Touched): void {
    this.#peers.refresh(touched);
    this.#unions = new Unions(this.#table.capacity);
    for (const index of new Set([...touched.members, ...touched.ingress, ...touched.egress])) {
      this.#sides?.put(index, this.#table.members[index]);
    }
    const old = this.#atoms;
    if (!old) return;
    const marks = marksOf(this.#space, this.sides);
    if (marks.key !== this.#marks!.key) this.#atoms = gather(this.#space, marks);
    this.#marks = marks;
    if (this.#atoms !== old) this.#recut(old);
    const slices = [...this.#slices].map(([atom, slice]) => [this.#plan(atom), slice] as const);
    patchSlices(slices, touched);
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
  }

  #plan({ position }: Atom) {
    return {
      table: this.#table,
      sides: this.sides,
      peers: this.#peers,
      unions: this.#unions,
      space: this.#space,
      position,
    };
  }
}

function isMany({ members, ingress, egress }: Touched, { members: all }: Table): boolean {
  return members.size + ingress.size + egress.size > Math.max(64, all.length * MANY);
}
