import type { Address } from '../address/address.ts';
import { address, prefix } from '../address/parse.ts';
import { containsAddress, hostPrefix } from '../address/prefix.ts';
import { EVERYWHERE } from '../address/special.ts';
import { addLoopback } from '../linux/configure.ts';
import { NetworkNamespace } from '../linux/namespace.ts';
import type { Route } from '../linux/route.ts';
import { perObject } from '../topology/ipam/lazy.ts';
import { NOWHERE } from '../topology/origin.ts';
import type { Topology } from '../topology/topology.ts';
import type { Segment } from '../topology/underlay.ts';
import { addInterfaces } from './build.ts';
import { isDeclared } from './edges.ts';
import { INTERNET_KEY } from './keys.ts';
import { cardOn, type MachineInterface } from './nics.ts';

/** Addresses of documentation (RFC 5737, RFC 3849) stand for the Internet: of those, ones that nobody declared. */
const OUTSIDE = ['203.0.113.44', '198.51.100.244', '192.0.2.44', '2001:db8::44'].map(address);

/** Ranges that nobody on the Internet has a route to (RFC 6890). */
const UNROUTED = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '169.254.0.0/16'].map(prefix);

/** What stands for the Internet in a model, one address at least of each family unless all are declared. */
export function internetAddresses(topology: Topology): readonly Address[] {
  return OUTSIDE.filter((own) => !isDeclared(topology, own));
}

/** Where public addresses are: the wire between gateways and whoever is out there. No model declares it. */
export function internetSegment(topology: Topology): Segment {
  const taken = topology.segments.some(({ id }) => id === 'internet');
  const id = taken ? 'internet:' : 'internet';
  const cidrs = Object.values(EVERYWHERE).map((value) => ({ value, origin: NOWHERE }));
  return { id, name: 'internet', origin: NOWHERE, kind: 'network', cidrs, gateways: [] };
}

/** The card by which the Internet is on its wire. */
export function internetCard(topology: Topology): MachineInterface {
  const card = cardOn(internetSegment(topology), internetAddresses(topology), INTERNET_KEY);
  return {
    ...card,
    addresses: card.addresses.map(({ address: own }) => ({ address: own, length: own < 2 ** 32 ? 32 : 128 })),
  };
}

/** The public addresses that gateways, load balancers and NAT gateways have. */
export interface Published {
  has(address: Address): boolean;
  all(): Iterable<Address>;
}

/**
 * Everybody on the Internet, as one machine: it has every address that is nobody's in the model (`ip route add local`), and
 * a route to each that is published.
 */
export function buildInternet(topology: Topology, published: Published): NetworkNamespace {
  const namespace = new NetworkNamespace(INTERNET_KEY, 'internet', 'host');
  const card = internetCard(topology);
  addLoopback(namespace);
  addInterfaces(namespace, [card]);
  addRoutes(namespace, card, published);
  namespace.gaps.push({
    hook: 'ORIGINATE',
    applies: ({ destination }) =>
      !published.has(destination) &&
      isRouted(destination) &&
      (isDeclared(topology, destination) || publicOnes(topology).has(destination)),
    reason:
      'whether the Internet leads to addresses that a model declares and no gateway publishes is not modelled yet',
  });
  namespace.listeners.push({});
  namespace.outside = true;
  return namespace;
}

function addRoutes(namespace: NetworkNamespace, card: MachineInterface, published: Published): void {
  const known = card.addresses.map(({ address: own }) => own);
  /** A machine with a card on the Internet has others too, whose addresses nobody there knows a way to. */
  const isReached = (to: Address) => isRouted(to) && !known.includes(to);
  const routeTo = (to: Address): Route => ({
    destination: hostPrefix(to),
    type: 'unicast',
    device: card.device,
    scope: 'link',
    protocol: 'static',
    source: known.find((own) => typeof own === typeof to),
  });
  namespace.main.use({
    matches: (to) => (isReached(to) && published.has(to) ? [routeTo(to)] : []),
    all: () => [...published.all()].filter(isReached).map(routeTo),
  });
  for (const destination of UNROUTED) {
    namespace.main.add({ type: 'unreachable', destination, scope: 'global', protocol: 'static' });
  }
  // All else is its own, so the routes come first. In another table than `local`, Linux would not send from such addresses.
  namespace.local.use({ matches: (to) => (published.has(to) ? [] : [own(to)]), all: () => OWN });
  namespace.rules.splice(0, Infinity, { priority: 10, table: 'main' }, { priority: 20, table: 'local' });
}

const OWN: readonly Route[] = Object.values(EVERYWHERE).map((destination) => {
  return { type: 'local', destination, device: 'lo', scope: 'host', protocol: 'static' };
});

const own = (address: Address): Route => OWN.find(({ destination }) => containsAddress(destination, address))!;

/** What machines are said to be known by, whether or not a gateway translates it. */
const publicOnes = perObject(({ hosts, clusters }: Topology): ReadonlySet<Address> => {
  const machines = [...hosts, ...clusters.flatMap(({ nodes }) => nodes)];
  return new Set(machines.flatMap(({ publicAddresses }) => publicAddresses.map(({ value }) => value)));
});

function isRouted(address: Address): boolean {
  return !UNROUTED.some((range) => containsAddress(range, address));
}
