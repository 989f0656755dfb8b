import { programHost } from '../cni/docker/host.ts';
import { addLoopback } from '../linux/configure.ts';
import { NetworkNamespace } from '../linux/namespace.ts';
import { shownName } from '../topology/shown-name.ts';
import type { Topology } from '../topology/topology.ts';
import type { Host, Machine } from '../topology/underlay.ts';
import { addDefaultRoutes, addInterfaces, addStaticRoutes } from './build.ts';
import type { Containers } from './containers.ts';
import { hostKey } from './keys.ts';
import { defaultInterface, interfacesOf } from './nics.ts';

/** What every Linux machine has: lo, its cards, a way out, its own routes and sysctls. */
export function buildMachine(
  topology: Topology,
  machine: Machine,
  key: string,
  kind: 'node' | 'host',
): NetworkNamespace {
  const namespace = new NetworkNamespace(
    key,
    kind === 'node' ? shownName(topology, machine.id) : machine.name,
    kind,
    machine.origin,
  );
  const interfaces = interfacesOf(topology, machine);
  addLoopback(namespace);
  addInterfaces(namespace, interfaces);
  const way = defaultInterface(topology, machine, interfaces);
  if (way) addDefaultRoutes(namespace, way.nic.device, way.gateways, way.nic.segment?.origin ?? machine.origin);
  addStaticRoutes(topology, namespace, interfaces, machine.routes);
  for (const [name, value] of Object.entries(machine.sysctls)) namespace.sysctls.set(name, value);
  return namespace;
}

/** A declared host; it forwards only where it is somebody's gateway. */
export function buildHost(topology: Topology, host: Host, containers: Containers): NetworkNamespace {
  const namespace = buildMachine(topology, host, hostKey(host), 'host');
  if (isGateway(topology, host)) enableForwarding(namespace);
  for (const { protocol, port, origin } of host.listens) namespace.listeners.push({ protocol, port, origin });
  if (host.docker) {
    containers.addListeners(host, namespace);
    programHost(containers.view, host, namespace);
  }
  return namespace;
}

/** Makes a machine a router, unless its own sysctls say otherwise; Linux comes with it switched off. */
export function enableForwarding(namespace: NetworkNamespace): void {
  for (const name of ['net.ipv4.ip_forward', 'net.ipv6.conf.all.forwarding']) {
    if (!namespace.sysctls.has(name)) namespace.sysctls.set(name, '1');
  }
}

function isGateway(topology: Topology, host: Host): boolean {
  return interfacesOf(topology, host).some(({ segment, addresses }) =>
    addresses.some(({ address }) => segment?.gateways.some(({ value }) => value === address)),
  );
}
