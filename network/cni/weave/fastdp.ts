import { addDevice } from '../../linux/configure.ts';
import { type DatapathFlow, fdbTable, switchedOn } from '../../linux/device.ts';
import { type LookupSource, LookupTable } from '../../linux/lookup.ts';
import { derivedMac } from '../../linux/mac.ts';
import type { NetworkNamespace } from '../../linux/namespace.ts';
import type { Origin } from '../../topology/origin.ts';
import { addressOf, podsOn } from '../pods.ts';
import { addUplink, type NodePart } from './bridge.ts';
import { macOf, type Peer, type Peers } from './peers.ts';

const DATAPATH = 'datapath';
const PORT = 6784;
const TUNNEL = `vxlan-${PORT}`;
const INSIDE = 'vethwe-datapath';

/** The kernel's default for a device that is given none. */
const TUNNEL_MTU = 65535;

/** Fast datapath: an Open vSwitch datapath beside the bridge sends frames through the kernel's VXLAN. */
export function addFastDatapath(part: NodePart, namespace: NetworkNamespace): void {
  const { peer, mtu, origin, view } = part;
  addDevice(namespace, {
    kind: 'openvswitch',
    name: DATAPATH,
    mac: derivedMac(`${peer.node.id} ${DATAPATH}`),
    mtu,
    ...switchedOn(),
    origin,
    flows: flowsOf(part),
    mesh: view.cluster.id,
  });
  addUplink(part, { name: INSIDE, master: DATAPATH }, namespace);
  addDevice(namespace, {
    kind: 'vxlan',
    name: TUNNEL,
    mac: derivedMac(`${peer.node.id} ${TUNNEL}`),
    mtu: TUNNEL_MTU,
    ...switchedOn(),
    origin,
    fdb: fdbTable(),
    vni: 0,
    port: PORT,
    local: peer.publicAddress,
    underlay: '',
    learning: false,
    external: true,
    master: DATAPATH,
  });
}

/** What the router has written once everybody has spoken with everybody. */
function flowsOf({ peers, peer, view, origin }: NodePart): LookupTable<string, DatapathFlow> {
  const flows = new LookupTable<string, DatapathFlow>((flow) => flow.mac);
  const source: LookupSource<string, DatapathFlow> = {
    get(mac) {
      const other = peers.behind(mac);
      return other && flowTo(mac, peer, other, origin);
    },
    *all() {
      yield flowTo(macOf(peer.bridgeAddress), peer, peer, origin);
      for (const pod of podsOn(view, peer.node)) yield flowTo(macOf(addressOf(pod)!), peer, peer, origin);
      yield* remote(peers, peer, origin);
    },
  };
  flows.use(source);
  return flows;
}

function* remote(peers: Peers, own: Peer, origin: Origin): Iterable<DatapathFlow> {
  for (const mac of peers.othersMacs(own)) {
    const other = peers.behind(mac);
    if (other) yield flowTo(mac, own, other, origin);
  }
}

/** The VNI is made of both peers' short ids, the sender's first. */
function flowTo(mac: string, own: Peer, other: Peer, origin: Origin): DatapathFlow {
  if (other === own) return { mac, port: INSIDE, origin };
  const id = (own.shortId << 12) | other.shortId;
  return { mac, port: TUNNEL, tunnel: { id, local: own.publicAddress, remote: other.publicAddress }, origin };
}
