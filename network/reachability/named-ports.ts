import { namedPorts } from '../topology/policy-matching.ts';
import type { PortRange } from '../topology/ports.ts';
import type { ContainerPort } from '../topology/workload.ts';
import { lookupPorts, type Party } from './party.ts';
import { positionOf } from './port-set.ts';

/** Ports with names, and the classes whose pods have just these. */
interface Listed {
  readonly ports: readonly ContainerPort[];
  readonly holders: Set<number>;
}

/** Which names the ports of the classes have: few lists of them, however many classes. */
export class NamedPorts {
  readonly #lists = new Map<string, Listed>();
  readonly #keys = new Map<number, string>();

  /** Enters what a class is now; `undefined` when it has gone. */
  put(index: number, party: Party | undefined): void {
    this.#leave(index);
    const ports = party ? lookupPorts(party) : [];
    if (ports.length === 0) return;
    const key = JSON.stringify(ports.map(({ name, protocol, port }) => [name, protocol, port]));
    const list = this.#lists.get(key) ?? { ports, holders: new Set() };
    this.#lists.set(key, list);
    list.holders.add(index);
    this.#keys.set(index, key);
  }

  /** Where a name leads, on any class. */
  positionsOf(name: PortRange): number[] {
    return [...this.#lists.values()].flatMap(({ ports }) => namedPorts(name, ports).map(positionOf));
  }

  /** The classes on which a name leads to a port. */
  *leadingTo(name: PortRange, position: number): Generator<number> {
    for (const { ports, holders } of this.#lists.values()) {
      if (namedPorts(name, ports).some((port) => positionOf(port) === position)) yield* holders;
    }
  }

  #leave(index: number): void {
    const key = this.#keys.get(index);
    if (key === undefined) return;
    this.#keys.delete(index);
    const { holders } = this.#lists.get(key)!;
    holders.delete(index);
    if (holders.size === 0) this.#lists.delete(key);
  }
}
