import { type Address, formatAddress } from '../address/address.ts';
import type { Device } from '../linux/device.ts';
import { lookupRoute } from '../linux/fib.ts';
import type { NetworkNamespace } from '../linux/namespace.ts';
import type { Packet } from '../linux/packet.ts';
import { drop } from './drop.ts';
import type { End, Walk } from './walk.ts';

/**
 * The route to a tunnel's other end leads into the tunnel: the kernel drops the packet without a word ("circular route",
 * `vxlan_xmit_one`; a collision of the device, `ip_tunnel_xmit`). So it is where pods have the addresses of nodes.
 */
export function circular(
  walk: Walk,
  namespace: NetworkNamespace,
  device: Device,
  inner: Packet,
  remote: Address,
): End | undefined {
  const way = lookupRoute(namespace, { destination: remote })?.route;
  if (way?.device !== device.name || way.type === 'local') return undefined;
  const end = formatAddress(remote);
  const reason = `the route of ${namespace.name} to ${end}, the tunnel's other end, leads into ${device.name} itself`;
  return drop(walk, namespace, inner, { disposition: 'LOOP', reason });
}
