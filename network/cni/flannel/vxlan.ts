import { addAddress, addDevice } from '../../linux/configure.ts';
import { fdbTable, type Neighbour, switchedOn, type Vxlan, type VxlanEntry } from '../../linux/device.ts';
import { isOnLink } from '../../linux/fib.ts';
import type { LookupSource } from '../../linux/lookup.ts';
import type { NetworkNamespace } from '../../linux/namespace.ts';
import type { Route } from '../../linux/route.ts';
import type { RouteSource } from '../../linux/routing-table.ts';
import type { Flannel } from '../../topology/cni.ts';
import type { Backend } from './backend.ts';
import { directRoute } from './host-gw.ts';
import type { Lease, Leases } from './leases.ts';

/** Inner Ethernet, VXLAN, UDP and IPv4 header. */
const OVERHEAD = 50;

/** `vxlan`: a VTEP `flannel.<VNI>` and, per other node, a route, a permanent neighbour and an FDB entry. */
export function vxlan(config: Flannel, leases: Leases): Backend {
  return { overhead: OVERHEAD, program: (lease, namespace) => program(config, leases, lease, namespace) };
}

function program(config: Flannel, leases: Leases, own: Lease, namespace: NetworkNamespace): void {
  const device = addDevice(namespace, vtep(config, own));
  addAddress(namespace, device, own.subnet.first, 32, config.backend.origin);
  const isDirect = (remote: Lease) =>
    config.backend.directRouting && isOnLink(namespace, remote.publicAddress, own.nic.device);
  const tunnelled = (remote: Lease | undefined) =>
    remote && remote.node !== own.node && !isDirect(remote) ? remote : undefined;
  const { origin } = config.backend;
  namespace.main.use(remoteRoutes(config, leases, own, device.name, isDirect));
  device.neighbours.use(neighbours(leases, tunnelled, origin));
  device.fdb.use(forwarding(leases, tunnelled, origin));
}

function vtep(config: Flannel, own: Lease): Vxlan {
  return {
    kind: 'vxlan',
    name: `flannel.${config.backend.vni}`,
    mac: own.vtepMac,
    mtu: config.mtu?.value ?? own.nic.mtu - OVERHEAD,
    ...switchedOn(),
    fdb: fdbTable(),
    vni: config.backend.vni,
    port: config.backend.port,
    local: own.publicAddress,
    underlay: own.nic.device,
    learning: false,
    origin: config.backend.origin,
  };
}

function remoteRoutes(
  config: Flannel,
  leases: Leases,
  own: Lease,
  device: string,
  isDirect: (remote: Lease) => boolean,
): RouteSource {
  const routeTo = (remote: Lease): Route => {
    if (isDirect(remote)) return directRoute(config, own, remote);
    const { subnet } = remote;
    const { origin } = config.backend;
    const via = { via: subnet.first, device, onlink: true };
    return { type: 'unicast', destination: subnet, ...via, scope: 'global', protocol: 'boot', origin };
  };
  return {
    matches(address) {
      const remote = leases.at(address);
      return remote && remote.node !== own.node ? [routeTo(remote)] : [];
    },
    *all() {
      for (const lease of leases.all()) if (lease.node !== own.node) yield routeTo(lease);
    },
  };
}

type Pick = (remote: Lease | undefined) => Lease | undefined;

function neighbours(leases: Leases, pick: Pick, origin: Neighbour['origin']): LookupSource<number | bigint, Neighbour> {
  const entry = (remote: Lease): Neighbour => {
    return { address: remote.subnet.first, mac: remote.vtepMac, state: 'PERMANENT', origin };
  };
  return {
    get(address) {
      const remote = pick(leases.at(address));
      return remote?.subnet.first === address ? entry(remote) : undefined;
    },
    all: () => picked(leases, pick, entry),
  };
}

function forwarding(leases: Leases, pick: Pick, origin: VxlanEntry['origin']): LookupSource<string, VxlanEntry> {
  const entry = (remote: Lease): VxlanEntry => ({ mac: remote.vtepMac, destination: remote.publicAddress, origin });
  return {
    get(mac) {
      const remote = pick(leases.byVtepMac(mac));
      return remote && entry(remote);
    },
    all: () => picked(leases, pick, entry),
  };
}

function* picked<E>(leases: Leases, pick: Pick, entry: (remote: Lease) => E): Iterable<E> {
  for (const lease of leases.all()) {
    const remote = pick(lease);
    if (remote) yield entry(remote);
  }
}
