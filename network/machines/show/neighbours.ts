import { compareAddresses } from '../../address/order.ts';
import type { Bridge, Neighbour, Vxlan } from '../../linux/device.ts';
import { formatBridgeEntry, formatNeighbour, formatVxlanEntry } from '../../linux/format.ts';
import type { NetworkNamespace } from '../../linux/namespace.ts';

/** `ip neigh`; where one device alone has neighbours, as `ip neigh show dev X` prints them. */
export function neighbourLines({ devices }: NetworkNamespace): readonly string[] {
  const listed = [...devices.values()]
    .map((device) => ({ device, neighbours: [...device.neighbours.all()].sort(byAddress) }))
    .filter(({ neighbours }) => neighbours.length > 0);
  const single = listed.length === 1;
  return listed.flatMap(({ device, neighbours }) =>
    neighbours.map((neighbour) =>
      single ? formatNeighbour(neighbour) : formatNeighbour(neighbour).replace(' lladdr', ` dev ${device.name} lladdr`),
    ),
  );
}

function byAddress(a: Neighbour, b: Neighbour): number {
  return compareAddresses(a.address, b.address);
}

/** `bridge fdb`: VXLAN devices (one alone as `bridge fdb show dev X` prints it), then bridges, by MAC. */
export function fdbLines({ devices }: NetworkNamespace): readonly string[] {
  const all = [...devices.values()];
  const tunnels = all.filter((device): device is Vxlan => device.kind === 'vxlan');
  const bridges = all.filter((device): device is Bridge => device.kind === 'bridge');
  return [
    ...tunnels.flatMap((device) => tunnelLines(device, tunnels.length === 1)),
    ...bridges.flatMap((bridge) => sorted(bridge.fdb.all()).map((entry) => formatBridgeEntry(entry, bridge.name))),
  ];
}

function tunnelLines({ name, fdb }: Vxlan, single: boolean): readonly string[] {
  return sorted(fdb.all()).map((entry) => {
    const line = formatVxlanEntry(entry);
    return single ? line : line.replace(' dst', ` dev ${name} dst`);
  });
}

function sorted<E extends { readonly mac: string }>(entries: Iterable<E>): readonly E[] {
  return [...entries].sort((a, b) => (a.mac < b.mac ? -1 : a.mac > b.mac ? 1 : 0));
}

/** The place of a device among those of its namespace, from 1. */
export function indexOf({ devices }: NetworkNamespace, name: string): number {
  return [...devices.keys()].indexOf(name) + 1;
}
