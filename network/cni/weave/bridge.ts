import { prefix } from '../../address/parse.ts';
import { EVERYWHERE } from '../../address/special.ts';
import { addAddress, addDevice, addRoute } from '../../linux/configure.ts';
import { type Bridge, type BridgeEntry, fdbTable, switchedOn, type Veth } from '../../linux/device.ts';
import type { FrameForwarder } from '../../linux/device-process.ts';
import type { LookupSource } from '../../linux/lookup.ts';
import { derivedHex, derivedMac } from '../../linux/mac.ts';
import type { NetworkNamespace } from '../../linux/namespace.ts';
import type { Placement } from '../../topology/allocation.ts';
import type { Origin } from '../../topology/origin.ts';
import type { ClusterView } from '../plugin.ts';
import { addressOf, podsOn } from '../pods.ts';
import { macOf, type Peer, type Peers } from './peers.ts';

/** The bridge that all pods are on, and its port towards the other nodes. */
export const BRIDGE = 'weave';
const UPLINK = 'vethwe-bridge';

/** What stands at a node for its part of the network. */
export interface NodePart {
  readonly view: ClusterView;
  readonly peers: Peers;
  readonly peer: Peer;
  readonly mtu: number;
  readonly origin: Origin;
}

/** The bridge `weave` with the node's own address in the range of all pods, and the pods on it. */
export function addBridge({ view, peers, peer, mtu, origin }: NodePart, namespace: NetworkNamespace): void {
  const weave = addDevice<Bridge>(namespace, {
    kind: 'bridge',
    name: BRIDGE,
    mac: macOf(peer.bridgeAddress),
    mtu,
    ...switchedOn(),
    fdb: fdbTable<BridgeEntry>(),
    origin,
  });
  addAddress(namespace, weave, peer.bridgeAddress, peers.range?.length ?? 32, origin);
  weave.fdb.use(behindUplink(peers, peer, origin));
  for (const pod of podsOn(view, peer.node)) addHostEnd(view, pod, mtu, namespace, weave);
}

/** What the bridge has learnt of the others, once everybody has spoken. */
function behindUplink(peers: Peers, own: Peer, origin: Origin): LookupSource<string, BridgeEntry> {
  return {
    get(mac) {
      const peer = peers.behind(mac);
      return peer && peer !== own ? { mac, port: UPLINK, origin } : undefined;
    },
    *all() {
      for (const mac of peers.othersMacs(own)) yield { mac, port: UPLINK, origin };
    },
  };
}

function addHostEnd(view: ClusterView, pod: Placement, mtu: number, namespace: NetworkNamespace, weave: Bridge): void {
  const name = vethName(pod);
  const { origin } = pod.workload;
  addDevice(namespace, {
    kind: 'veth',
    name,
    mac: derivedMac(`${pod.id} host end`),
    mtu,
    ...switchedOn(),
    master: weave.name,
    // `hairpinMode` of 10-weave.conflist.
    hairpin: true,
    peer: { namespace: view.podKey(pod), device: 'eth0' },
    origin,
  });
  weave.fdb.set({ mac: macOf(addressOf(pod)!), port: name, origin });
}

/** The veth between the bridge and what leads to the other nodes. */
export function addUplink(
  { view, peer, mtu, origin }: NodePart,
  far: { readonly name: string; readonly master?: string; readonly forwarder?: FrameForwarder },
  namespace: NetworkNamespace,
): void {
  const key = view.nodeKey(peer.node);
  const end = (name: string, other: string, rest: Partial<Veth>): Veth => ({
    kind: 'veth',
    name,
    mac: derivedMac(`${peer.node.id} ${name}`),
    mtu,
    ...switchedOn(),
    peer: { namespace: key, device: other },
    origin,
    ...rest,
  });
  addDevice(namespace, end(far.name, UPLINK, { master: far.master, forwarder: far.forwarder }));
  addDevice(namespace, end(UPLINK, far.name, { master: BRIDGE }));
}

/** The pod's end: its address with the mask of the whole network, and everything else by the node's bridge. */
export function addPodEnd(
  view: ClusterView,
  { peers, peer }: Pick<NodePart, 'peers' | 'peer'>,
  pod: Placement,
  mtu: number,
  namespace: NetworkNamespace,
): void {
  const own = addressOf(pod);
  if (own === undefined) return;
  const { origin } = pod.workload;
  const eth0 = addDevice(namespace, {
    kind: 'veth',
    name: 'eth0',
    mac: macOf(own),
    mtu,
    ...switchedOn(),
    peer: { namespace: view.nodeKey(pod.node), device: vethName(pod) },
    origin,
  });
  addAddress(namespace, eth0, own, peers.range?.length ?? 32, origin);
  const route = { type: 'unicast', device: 'eth0', protocol: 'boot', origin } as const;
  addRoute(namespace, { ...route, destination: EVERYWHERE[4], via: peer.bridgeAddress });
  addRoute(namespace, { ...route, destination: prefix('224.0.0.0/4') });
}

/** `vethwepl` and seven digits of the container's id. */
function vethName(pod: Placement): string {
  return `vethwepl${derivedHex(pod.id).slice(0, 7)}`;
}
