import { type Address, bitsOf, familyOf } from '../address/address.ts';
import { address, prefix } from '../address/parse.ts';
import { type Prefix, prefixOf } from '../address/prefix.ts';
import { type Device, neighbourTable } from './device.ts';
import { isOnLink, lookupRoute } from './fib.ts';
import type { NetworkNamespace, PolicyRule } from './namespace.ts';
import type { Provenance } from './provenance.ts';
import type { RefusedRoute, Route } from './route.ts';

/** `ip link add`: the device joins the namespace. */
export function addDevice<D extends Device>(namespace: NetworkNamespace, device: D): D {
  namespace.devices.set(device.name, device);
  return device;
}

/** `lo` with its address, which every namespace has. */
export function addLoopback(namespace: NetworkNamespace): void {
  addDevice(namespace, {
    kind: 'loopback',
    name: 'lo',
    mtu: 65536,
    up: true,
    addresses: [{ address: address('127.0.0.1'), length: 8 }],
    neighbours: neighbourTable(),
  });
  const source = address('127.0.0.1');
  namespace.local.add(localRoute('lo', prefix('127.0.0.0/8'), source));
  namespace.local.add(localRoute('lo', prefixOf(source, 32), source));
  namespace.local.add({
    type: 'local',
    destination: prefix('::1/128'),
    device: 'lo',
    scope: 'host',
    protocol: 'kernel',
  });
}

/**
 * `ip address add`: the address, and the routes that the kernel makes of it while the device is up; with
 * `noprefixroute` none to its subnet.
 */
export function addAddress(
  namespace: NetworkNamespace,
  device: Device,
  own: Address,
  length: number,
  origin?: Provenance,
  noprefixroute = false,
): void {
  device.addresses.push({ address: own, length });
  if (!device.up) return;
  const bits = bitsOf(familyOf(own));
  namespace.local.add({ ...localRoute(device.name, prefixOf(own, bits), own), origin });
  if (length === bits || noprefixroute) return;
  namespace.main.add({ ...connectedRoute(device.name, prefixOf(own, length), own), origin });
  if (bits === 32 && length < 31) namespace.local.add(broadcastRoute(device.name, prefixOf(own, length), own));
}

function localRoute(device: string, destination: Prefix, source: Address): Route {
  return { type: 'local', destination, device, scope: 'host', protocol: 'kernel', source };
}

function connectedRoute(device: string, destination: Prefix, source: Address): Route {
  return { type: 'unicast', destination, device, scope: 'link', protocol: 'kernel', source };
}

function broadcastRoute(device: string, subnet: Prefix, source: Address): Route {
  const destination = prefixOf(subnet.last, 32);
  return { type: 'broadcast', destination, device, scope: 'link', protocol: 'kernel', source };
}

/** `ip rule add`: behind those of the same priority. */
export function addRule({ rules }: NetworkNamespace, rule: PolicyRule): void {
  const next = rules.findIndex(({ priority }) => priority > rule.priority);
  rules.splice(next < 0 ? rules.length : next, 0, rule);
}

/**
 * `ip route add`: the device is found by the gateway when none is named. The kernel's refusal is returned and kept, so
 * that a trace can say why a route is missing.
 */
export function addRoute(
  namespace: NetworkNamespace,
  route: Omit<Route, 'scope'> & { readonly scope?: Route['scope'] },
  code?: string,
): RefusedRoute | undefined {
  const complete = completeRoute(namespace, route);
  const reason = refusal(namespace, complete);
  if (reason === undefined) {
    namespace.main.add(complete);
    return undefined;
  }
  const refused = { route: complete, reason, code };
  namespace.main.refuse(refused);
  return refused;
}

function completeRoute(
  namespace: NetworkNamespace,
  route: Omit<Route, 'scope'> & { readonly scope?: Route['scope'] },
): Route {
  const scope = route.scope ?? (route.type === 'unicast' && route.via === undefined ? 'link' : 'global');
  if (route.device !== undefined || route.via === undefined) return { ...route, scope };
  return { ...route, scope, device: lookupRoute(namespace, { destination: route.via })?.route.device };
}

/** Why the kernel would not take a route, in its own words; undefined when it would. */
export function refusal(namespace: NetworkNamespace, route: Route): string | undefined {
  if (route.type !== 'unicast') return undefined;
  const device = route.device === undefined ? undefined : namespace.devices.get(route.device);
  if (route.via !== undefined && !route.onlink && !isOnLink(namespace, route.via, route.device)) {
    return 'Nexthop has invalid gateway';
  }
  if (!device) return `Cannot find device "${route.device ?? ''}"`;
  return device.up ? undefined : 'Network is down';
}
