import type { PortRange, Protocol } from '../topology/ports.ts';

/** Ports of one protocol, both ends included. */
export interface PortSpan {
  readonly protocol: Protocol;
  readonly from: number;
  readonly to: number;
}

/** What a question is about: a transport port, or a protocol that has none. */
export type Service = { readonly protocol: Protocol; readonly port: number } | { readonly protocol: 'ICMP' };

const PROTOCOLS: readonly Protocol[] = ['TCP', 'UDP', 'SCTP'];
const STRIDE = 65536;
/** Stands for every protocol without ports: only rules without ports let one by. */
const PORTLESS = PROTOCOLS.length * STRIDE;

/** The ports of all protocols as one line of numbers, so that a set of them is a list of ranges. */
export function positionOf(service: Service): number {
  return service.protocol === 'ICMP' ? PORTLESS : PROTOCOLS.indexOf(service.protocol) * STRIDE + service.port;
}

/** A set of ports, interned: equal sets of one {@link PortSpace} are one object. */
export interface PortSet {
  readonly id: number;
  /** Positions: from, to, from, to, …, ascending, neither touching nor overlapping within a protocol. */
  readonly bounds: readonly number[];
}

export function hasPosition({ bounds }: PortSet, position: number): boolean {
  for (let i = 0; i < bounds.length; i += 2) if (position <= bounds[i + 1]!) return position >= bounds[i]!;
  return false;
}

/** Whether the set has every port of the protocol that has a position. */
export function isWholeProtocol({ bounds }: PortSet, position: number): boolean {
  const first = position === PORTLESS ? PORTLESS : Math.floor(position / STRIDE) * STRIDE + 1;
  const last = position === PORTLESS ? PORTLESS : first + STRIDE - 2;
  return bounds.some((from, i) => i % 2 === 0 && from <= first && last <= bounds[i + 1]!);
}

/** The set in protocols and port numbers; what has no port is left out. */
export function spansOf({ bounds }: PortSet): PortSpan[] {
  const spans: PortSpan[] = [];
  for (let i = 0; i < bounds.length; i += 2) {
    if (bounds[i]! >= PORTLESS) continue;
    const protocol = PROTOCOLS[Math.floor(bounds[i]! / STRIDE)]!;
    spans.push({ protocol, from: bounds[i]! % STRIDE, to: bounds[i + 1]! % STRIDE });
  }
  return spans;
}

/** Makes sets of ports and remembers them and what was worked out from them. */
export class PortSpace {
  readonly #sets = new Map<string, PortSet>();
  readonly #unions = new Map<number, PortSet>();
  readonly #common = new Map<number, PortSet>();
  readonly none = this.of([]);
  /** Ports 1 to 65535 of every protocol, and protocols without ports. */
  readonly all = this.of([...PROTOCOLS.flatMap((protocol) => wholeOf(protocol)), PORTLESS, PORTLESS]);

  /** The set of ranges that may touch and overlap. */
  of(ranges: readonly number[]): PortSet {
    const bounds = normalized(ranges);
    const key = bounds.join(' ');
    let set = this.#sets.get(key);
    if (!set) {
      set = { id: this.#sets.size, bounds };
      this.#sets.set(key, set);
    }
    return set;
  }

  union(a: PortSet, b: PortSet): PortSet {
    if (a === b || b === this.none) return a;
    if (a === this.none) return b;
    return remember(this.#unions, a, b, () => this.of([...a.bounds, ...b.bounds]));
  }

  intersection(a: PortSet, b: PortSet): PortSet {
    if (a === b || b === this.all) return a;
    if (a === this.all) return b;
    return remember(this.#common, a, b, () => this.of(commonBounds(a.bounds, b.bounds)));
  }

  /**
   * What the ports of a rule say in numbers. No ports at all mean everything; a port without a number every port of its
   * protocol; a name nothing, since it depends on the destination.
   */
  ofRule(ports: readonly PortRange[]): PortSet {
    return ports.length === 0 ? this.all : this.of(ports.flatMap(rangeOf));
  }
}

function rangeOf({ protocol, from, to, name }: PortRange): number[] {
  if (name !== undefined) return [];
  const protocols = protocol === undefined ? PROTOCOLS : [protocol];
  if (from === undefined) return protocols.flatMap(wholeOf);
  return protocols.flatMap((one) => [
    positionOf({ protocol: one, port: from }),
    positionOf({ protocol: one, port: to ?? from }),
  ]);
}

function wholeOf(protocol: Protocol): number[] {
  return [positionOf({ protocol, port: 1 }), positionOf({ protocol, port: STRIDE - 1 })];
}

function remember(known: Map<number, PortSet>, a: PortSet, b: PortSet, make: () => PortSet): PortSet {
  const key = Math.min(a.id, b.id) * 2 ** 26 + Math.max(a.id, b.id);
  let set = known.get(key);
  if (!set) {
    set = make();
    known.set(key, set);
  }
  return set;
}

/** Sorted, with ranges that touch made one; port 0 lies between two protocols, so that theirs never touch. */
function normalized(ranges: readonly number[]): number[] {
  const starts = Array.from({ length: ranges.length / 2 }, (_, i) => 2 * i).sort((a, b) => ranges[a]! - ranges[b]!);
  const bounds: number[] = [];
  for (const i of starts) {
    const [from, to] = [ranges[i]!, ranges[i + 1]!];
    if (bounds.length > 0 && from <= bounds.at(-1)! + 1 && to < PORTLESS) {
      bounds[bounds.length - 1] = Math.max(bounds.at(-1)!, to);
    } else if (bounds.at(-1) !== to || from < PORTLESS) bounds.push(from, to);
  }
  return bounds;
}

function commonBounds(a: readonly number[], b: readonly number[]): number[] {
  const common: number[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const [from, to] = [Math.max(a[i]!, b[j]!), Math.min(a[i + 1]!, b[j + 1]!)];
    if (from <= to) common.push(from, to);
    if (a[i + 1]! < b[j + 1]!) i += 2;
    else j += 2;
  }
  return common;
}
