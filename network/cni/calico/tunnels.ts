import type { Address } from '../../address/address.ts';
import { addAddress, addDevice } from '../../linux/configure.ts';
import { fdbTable, type Neighbour, switchedOn, type VxlanEntry } from '../../linux/device.ts';
import type { LookupSource } from '../../linux/lookup.ts';
import type { NetworkNamespace } from '../../linux/namespace.ts';
import type { Origin } from '../../topology/origin.ts';
import type { Mtus } from './mtu.ts';
import type { Fabric } from './routes.ts';
import { isSameSubnet, type Speaker } from './speakers.ts';

/** VNI and UDP port of Felix (`vxlanVNI`, `vxlanPort`). */
const VNI = 4096;
const PORT = 4789;

/** `tunl0` and `vxlan.calico`, where any pool of the cluster asks for them. */
export function addTunnels(fabric: Fabric, own: Speaker, mtus: Mtus, namespace: NetworkNamespace): void {
  const { pools, config } = fabric;
  if (pools.uses('ipip')) addIpip(own, mtus.ipip, namespace, config.origin);
  if (pools.uses('vxlan')) addVxlan(fabric, own, mtus.vxlan, namespace);
}

/** The kernel's own fallback device: any remote end; the route's gateway says which. */
function addIpip(own: Speaker, mtu: number, namespace: NetworkNamespace, origin: Origin): void {
  const device = addDevice(namespace, {
    kind: 'ipip',
    name: 'tunl0',
    mtu,
    ...switchedOn(),
    origin,
  });
  const address = own.tunnelAddress('ipip');
  if (address !== undefined) addAddress(namespace, device, address, 32, origin);
}

/** Felix makes the device once the node has an address for it. */
function addVxlan(fabric: Fabric, own: Speaker, mtu: number, namespace: NetworkNamespace): void {
  const { origin } = fabric.config;
  const address = own.tunnelAddress('vxlan');
  if (address === undefined) return;
  const device = addDevice(namespace, {
    kind: 'vxlan',
    name: 'vxlan.calico',
    mac: own.vtepMac,
    mtu,
    ...switchedOn(),
    fdb: fdbTable<VxlanEntry>(),
    vni: VNI,
    port: PORT,
    local: own.address,
    underlay: own.nic.device,
    learning: false,
    origin,
  });
  addAddress(namespace, device, address, 32, origin);
  device.neighbours.use(neighbours(fabric, own));
  device.fdb.use(forwarding(fabric, own));
}

/** Whether Felix keeps entries for another VTEP: not where all VXLAN pools lead there without encapsulation. */
function isTunnelled({ pools }: Fabric, own: Speaker, other: Speaker): boolean {
  if (other === own || other.tunnelAddress('vxlan') === undefined) return false;
  return pools.all.some(({ tunnel, crossSubnet }) => tunnel === 'vxlan' && !(crossSubnet && isSameSubnet(own, other)));
}

function neighbours(fabric: Fabric, own: Speaker): LookupSource<Address, Neighbour> {
  const { origin } = fabric.config;
  const entry = (other: Speaker): Neighbour[] => {
    const address = isTunnelled(fabric, own, other) ? other.tunnelAddress('vxlan') : undefined;
    return address === undefined ? [] : [{ address, mac: other.vtepMac, state: 'PERMANENT', origin }];
  };
  return {
    get(address) {
      const node = fabric.allocation.nodeOfRange(address);
      const other = node && fabric.speakers.of(node);
      return other && entry(other).find((one) => one.address === address);
    },
    *all() {
      for (const other of fabric.speakers.all()) yield* entry(other);
    },
  };
}

function forwarding(fabric: Fabric, own: Speaker): LookupSource<string, VxlanEntry> {
  const { origin } = fabric.config;
  const entry = (other: Speaker): VxlanEntry[] =>
    isTunnelled(fabric, own, other) ? [{ mac: other.vtepMac, destination: other.address, origin }] : [];
  return {
    get(mac) {
      const other = fabric.speakers.byVtepMac(mac);
      return other && entry(other)[0];
    },
    *all() {
      for (const other of fabric.speakers.all()) yield* entry(other);
    },
  };
}
