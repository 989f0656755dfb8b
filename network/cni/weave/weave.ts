import { addWholeGap } from '../../linux/gaps.ts';
import type { NetworkNamespace } from '../../linux/namespace.ts';
import type { Node } from '../../topology/cluster.ts';
import type { Weave } from '../../topology/cni.ts';
import type { ClusterView, CniPlugin } from '../plugin.ts';
import { addHostPorts } from '../portmap.ts';
import { addBridge, addPodEnd, BRIDGE, type NodePart } from './bridge.ts';
import { addFastDatapath } from './fastdp.ts';
import { Peers } from './peers.ts';
import { addRules } from './rules.ts';
import { addSleeve } from './sleeve.ts';

/** 1460 of the smallest common underlay without IPv4, UDP, VXLAN, inner Ethernet and room for ESP (Weave Net 2.8). */
const MTU = 1376;

/** The routers' connections among themselves, TCP; sleeve and the heartbeats of fast datapath use UDP. */
const CONTROL = 6783;

/** Weave Net 2.8: one L2 network for all pods of the cluster. */
export function weave(view: ClusterView, config: Weave): CniPlugin {
  const peers = new Peers(view);
  const mtu = config.mtu?.value ?? MTU;
  const { origin } = config;
  const withoutPeer = (node: Node, namespace: NetworkNamespace) =>
    addWholeGap(namespace, `${node.name} has no IPv4 address, or no address is left for Weave's bridge`, origin);
  return {
    policies: { answer: 'DROP' },
    programNode(node, namespace) {
      const peer = peers.of(node);
      if (peer) programNode({ view, peers, peer, mtu, origin }, config, namespace);
      else withoutPeer(node, namespace);
    },
    programPod(pod, namespace) {
      const peer = peers.of(pod.node);
      if (peer) addPodEnd(view, { peers, peer }, pod, mtu, namespace);
      else withoutPeer(pod.node, namespace);
    },
  };
}

function programNode(part: NodePart, config: Weave, namespace: NetworkNamespace): void {
  const { view, peers, peer, origin } = part;
  addBridge(part, namespace);
  if (config.mode === 'fastdp') addFastDatapath(part, namespace);
  else addSleeve(part, namespace);
  addRules(part, namespace);
  if (peers.range) addHostPorts(namespace, view.allocation.podsOn(peer.node.id), peers.range, BRIDGE, origin);
  for (const protocol of ['TCP', 'UDP'] as const) namespace.listeners.push({ protocol, port: CONTROL, origin });
}
