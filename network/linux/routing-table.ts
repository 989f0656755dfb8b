import type { Address, Family } from '../address/address.ts';
import { familyOf } from '../address/address.ts';
import { containsAddress, formatPrefix, type Prefix, prefixFamily, prefixOf } from '../address/prefix.ts';
import type { RefusedRoute, Route } from './route.ts';

/** Routes that exist without being stored, such as one to each other node's pods. */
export interface RouteSource {
  /** Every route whose prefix holds the address, in any order. */
  matches(address: Address): readonly Route[];
  all(): Iterable<Route>;
  /** What would lead to the address had the kernel not refused it. */
  refused?(address: Address): RefusedRoute | undefined;
}

/** Routes of one prefix length by network address. */
type Level = Map<Address, Route[]>;

/**
 * One routing table. Stored routes are kept by prefix length, so a look-up asks one map for each length in use: at most
 * 33 (IPv6: 129), whatever the number of routes.
 */
export class RoutingTable {
  private readonly levels: Record<Family, Map<number, Level>> = { 4: new Map(), 6: new Map() };
  private readonly sources: RouteSource[] = [];
  private readonly masked = new Set<string>();
  private readonly refusals: RefusedRoute[] = [];

  use(source: RouteSource): void {
    this.sources.push(source);
  }

  add(route: Route): void {
    const level = this.level(route.destination);
    const routes = level.get(route.destination.first);
    if (routes) routes.push(route);
    else level.set(route.destination.first, [route]);
  }

  /** Removes every route to exactly that prefix, those of sources too. */
  delete(prefix: Prefix): void {
    this.level(prefix).delete(prefix.first);
    this.masked.add(formatPrefix(prefix));
  }

  refuse(refusal: RefusedRoute): void {
    this.refusals.push(refusal);
  }

  /** Every route that holds the address: the longest prefix first, the lowest metric first among equals. */
  matches(address: Address): readonly Route[] {
    const found = [...this.stored(address), ...this.derived(address)];
    return found.sort(byPreference);
  }

  /** What would have led to the address had it not been refused. */
  refused(address: Address): RefusedRoute | undefined {
    const own = this.refusals.find(({ route }) => containsAddress(route.destination, address));
    return own ?? this.sources.map((source) => source.refused?.(address)).find((refusal) => refusal !== undefined);
  }

  /** In the order in which `ip route` lists them: by address, longer prefixes first, then metric. */
  all(): readonly Route[] {
    const routes: Route[] = [];
    for (const family of [4, 6] as const) {
      for (const level of this.levels[family].values()) for (const same of level.values()) routes.push(...same);
    }
    for (const source of this.sources) for (const route of source.all()) if (!this.isMasked(route)) routes.push(route);
    return routes.sort(byAddress);
  }

  private level(prefix: Prefix): Level {
    const levels = this.levels[prefixFamily(prefix)];
    const known = levels.get(prefix.length);
    if (known) return known;
    const level: Level = new Map();
    levels.set(prefix.length, level);
    return level;
  }

  private stored(address: Address): Route[] {
    const found: Route[] = [];
    for (const [length, level] of this.levels[familyOf(address)]) {
      const routes = level.get(prefixOf(address, length).first);
      if (routes) found.push(...routes);
    }
    return found;
  }

  private derived(address: Address): Route[] {
    return this.sources.flatMap((source) => source.matches(address).filter((route) => !this.isMasked(route)));
  }

  private isMasked(route: Route): boolean {
    return this.masked.size > 0 && this.masked.has(formatPrefix(route.destination));
  }
}

function byPreference(a: Route, b: Route): number {
  return b.destination.length - a.destination.length || (a.metric ?? 0) - (b.metric ?? 0);
}

function byAddress(a: Route, b: Route): number {
  const [first, second] = [a.destination.first, b.destination.first];
  if (typeof first !== typeof second) return typeof first === 'number' ? -1 : 1;
  if (first !== second) return first < second ? -1 : 1;
  return byPreference(a, b);
}
