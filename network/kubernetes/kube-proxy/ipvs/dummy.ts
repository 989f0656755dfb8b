import { type Address, bitsOf, familyOf } from '../../../address/address.ts';
import { hostPrefix } from '../../../address/prefix.ts';
import { addDevice } from '../../../linux/configure.ts';
import { type InterfaceAddress, neighbourTable } from '../../../linux/device.ts';
import { derivedMac } from '../../../linux/mac.ts';
import type { NetworkNamespace } from '../../../linux/namespace.ts';
import type { Route } from '../../../linux/route.ts';
import type { RouteSource } from '../../../linux/routing-table.ts';
import { lazy } from '../../../topology/ipam/lazy.ts';
import type { Origin } from '../../../topology/origin.ts';

export const DUMMY = 'kube-ipvs0';

/** Addresses that are bound to a node's kube-ipvs0. */
export interface Bound {
  /** Where the address was declared; undefined: it is not bound. */
  originOf(address: Address): Origin | undefined;
  all(): Iterable<Address>;
}

/**
 * The dummy device that makes the nodes take packets for Services as their own. It is down, which does not matter to the
 * table local; ten thousand addresses are looked up, not stored.
 */
export function addDummy(namespace: NetworkNamespace, bound: Bound, origin: Origin): void {
  const addresses = lazy(() => [...bound.all()].map((address): InterfaceAddress => whole(address)));
  addDevice(namespace, {
    kind: 'dummy',
    name: DUMMY,
    mac: derivedMac(`${namespace.key} ${DUMMY}`),
    mtu: 1500,
    up: false,
    get addresses() {
      return addresses();
    },
    neighbours: neighbourTable(),
    origin,
  });
  namespace.local.use(new BoundRoutes(bound));
}

function whole(address: Address): InterfaceAddress {
  return { address, length: bitsOf(familyOf(address)) };
}

/** `local 10.96.0.12 dev kube-ipvs0 proto kernel scope host src 10.96.0.12`. */
class BoundRoutes implements RouteSource {
  readonly #bound: Bound;

  constructor(bound: Bound) {
    this.#bound = bound;
  }

  matches(address: Address): readonly Route[] {
    const origin = this.#bound.originOf(address);
    return origin ? [route(address, origin)] : [];
  }

  *all(): Iterable<Route> {
    for (const address of this.#bound.all()) yield route(address, this.#bound.originOf(address)!);
  }
}

function route(address: Address, origin: Origin): Route {
  const destination = hostPrefix(address);
  return { type: 'local', destination, device: DUMMY, scope: 'host', protocol: 'kernel', source: address, origin };
}
