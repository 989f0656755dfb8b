import type { CniPlugin } from '../cni/plugin.ts';
import type { KubeProxy } from '../kubernetes/kube-proxy/kube-proxy.ts';
import { addLoopback } from '../linux/configure.ts';
import { addWholeGap } from '../linux/gaps.ts';
import { NetworkNamespace } from '../linux/namespace.ts';
import type { Relay } from '../linux/relay.ts';
import type { Allocation, Placement } from '../topology/allocation.ts';
import { indexById } from '../topology/by-id.ts';
import type { Node } from '../topology/cluster.ts';
import { otherPoliciesWords } from '../topology/other-policies.ts';
import { shownName } from '../topology/shown-name.ts';
import type { Topology } from '../topology/topology.ts';
import type { Workload } from '../topology/workload.ts';
import { nodeKey, podKey } from './keys.ts';
import { buildMachine, enableForwarding } from './machine.ts';
import type { HookPolicies } from './policies.ts';

/** Everything about a cluster that the namespaces of its nodes and pods are made of. */
export interface ClusterParts {
  readonly topology: Topology;
  readonly allocation: Allocation;
  readonly plugin: CniPlugin;
  readonly proxy: KubeProxy;
  /** Where the CNI enforces NetworkPolicy, and there are any. */
  readonly policies?: HookPolicies;
  /** What the processes of a workload do with connections, where they open others in their place. */
  relayOf(workload: Workload): Relay | undefined;
}

/** What every node of Kubernetes 1.30 listens on: the kubelet, and kube-proxy's health check. */
const NODE_PORTS = [10250, 10256];

const API_SERVER = 6443;

/** The first node of a cluster stands for the control plane. */
function isControlPlane(topology: Topology, node: Node): boolean {
  return indexById(topology).clusters.get(node.cluster)?.nodes[0]?.id === node.id;
}

/** A node: a machine that forwards, what the CNI writes into it, and the sockets of its hostNetwork pods. */
export function buildNode(
  { topology, allocation, plugin, proxy, policies, relayOf }: ClusterParts,
  node: Node,
): NetworkNamespace {
  const namespace = buildMachine(topology, node, nodeKey(node), 'node');
  enableForwarding(namespace);
  showBridgedPackets(namespace);
  plugin.programNode(node, namespace);
  const pods = allocation.podsOn(node.id);
  for (const port of NODE_PORTS) namespace.listeners.push({ protocol: 'TCP', port, origin: node.origin });
  for (const pod of pods) if (pod.workload.hostNetwork) addListeners(namespace, pod, relayOf);
  if (isControlPlane(topology, node))
    namespace.listeners.push({ protocol: 'TCP', port: API_SERVER, origin: node.origin });
  proxy.program(node, namespace);
  policies?.(node, namespace);
  return namespace;
}

/** `br_netfilter`, which kubeadm's preflight checks ask for. */
function showBridgedPackets({ sysctls }: NetworkNamespace): void {
  for (const name of ['net.bridge.bridge-nf-call-iptables', 'net.bridge.bridge-nf-call-ip6tables']) {
    if (!sysctls.has(name)) sysctls.set(name, '1');
  }
}

/** A pod's own namespace; its containers share it. */
export function buildPod({ topology, plugin, relayOf }: ClusterParts, pod: Placement): NetworkNamespace {
  const namespace = new NetworkNamespace(podKey(pod), shownName(topology, pod.id), 'pod', pod.workload.origin);
  addLoopback(namespace);
  plugin.programPod(pod, namespace);
  addPolicyGap(topology, pod, namespace);
  addListeners(namespace, pod, relayOf);
  if (pod.workload.portsUnsaid) {
    const unmodelled = `the manifest of ${namespace.name} does not say on which ports it listens`;
    namespace.listeners.push({ unmodelled, origin: pod.workload.origin });
  }
  return namespace;
}

/** Which pods policies of other APIs speak of is in words that nobody reads here: they may stop any packet of any pod. */
function addPolicyGap(topology: Topology, { node }: Placement, namespace: NetworkNamespace): void {
  const cluster = indexById(topology).clusters.get(node.cluster);
  const words = cluster && otherPoliciesWords(cluster);
  if (words === undefined) return;
  const reason = `${words} may let packets of ${namespace.name} through or stop them, and knet does not read such policies`;
  addWholeGap(namespace, reason, cluster!.otherPolicies![0]!.origin);
}

function addListeners(namespace: NetworkNamespace, { workload }: Placement, relayOf: ClusterParts['relayOf']): void {
  const relay = relayOf(workload);
  for (const { protocol, port, origin } of workload.ports) {
    namespace.listeners.push({ protocol, port, ...(relay && protocol === 'TCP' ? { relay } : {}), origin });
  }
}
