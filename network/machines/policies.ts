import type { PolicyEnforcement } from '../cni/plugin.ts';
import { type Enforcement, policyHook } from '../kubernetes/policy/hook.ts';
import { policyRules, type RuleSource } from '../kubernetes/policy/iptables.ts';
import { PolicySelection } from '../kubernetes/policy/selection.ts';
import type { Device } from '../linux/device.ts';
import type { NetworkNamespace } from '../linux/namespace.ts';
import type { Allocation } from '../topology/allocation.ts';
import type { Cluster, Node } from '../topology/cluster.ts';
import { podKey } from './keys.ts';

/** Puts the policies of a cluster at the devices of a node that lead to its pods. */
export type HookPolicies = (node: Node, namespace: NetworkNamespace) => void;

/** Undefined where there are no policies, or nobody who would enforce them. */
export function policyHooks(
  cluster: Cluster,
  allocation: Allocation,
  policies: PolicyEnforcement | undefined,
): HookPolicies | undefined {
  if (!policies || cluster.namespaces.every((namespace) => namespace.policies.length === 0)) return undefined;
  const answer = policies.answer === 'REJECT' ? 'reject' : 'silence';
  const source: RuleSource = { cluster, selection: new PolicySelection(cluster), allocation, answer };
  return (node, namespace) => hookDevices({ ...source, allocation }, allocation, node, namespace);
}

/**
 * The host's end of each veth of a pod is that pod's. What is routed to a bridge, and what comes up from it, does not say
 * which port it means: there the address tells the pod, as sets of addresses do in iptables.
 */
function hookDevices(
  enforcement: Enforcement & RuleSource,
  allocation: Allocation,
  node: Node,
  namespace: NetworkNamespace,
): void {
  const pods = new Map(allocation.podsOn(node.id).map((pod) => [podKey(pod), pod.workload]));
  const bridges = new Set<string>();
  for (const device of namespace.devices.values()) {
    const workload = device.kind === 'veth' ? pods.get(device.peer.namespace) : undefined;
    if (!workload) continue;
    device.policy = {
      ...policyHook(enforcement, () => workload),
      rules: (direction) => policyRules(enforcement, workload, direction),
    };
    if (device.master !== undefined) bridges.add(device.master);
  }
  for (const name of bridges) hookBridge(enforcement, node, namespace.devices.get(name));
}

function hookBridge(enforcement: Enforcement, node: Node, bridge: Device | undefined): void {
  if (!bridge) return;
  bridge.policy = policyHook(enforcement, (address) => {
    const pod = enforcement.allocation.podAt(address);
    return pod?.node === node ? pod.workload : undefined;
  });
}
