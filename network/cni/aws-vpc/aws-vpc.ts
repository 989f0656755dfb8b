import { firstIPv4 } from '../../address/address.ts';
import { addWholeGap } from '../../linux/gaps.ts';
import type { NetworkNamespace } from '../../linux/namespace.ts';
import type { Node } from '../../topology/cluster.ts';
import type { AwsVpc } from '../../topology/cni.ts';
import type { AttachedInterface, AttachedInterfaces, ClusterView, CniPlugin, NodeInterface } from '../plugin.ts';
import { attachedTo, nodeCard } from '../vpc/attached.ts';
import { addPods } from '../vpc/pod-rules.ts';
import { addPodEnd, type PodLinks } from '../vpc/routed-pods.ts';
import { addEnis } from './enis.ts';
import { addConnectionMarks } from './marks.ts';
import { addSnat } from './snat.ts';

/** What aws-node sets on interfaces and veths (`AWS_VPC_ENI_MTU`). */
const MTU = 9001;

/** Priority of its rules for what pods send. */
const FROM_POD = 1536;

/** The Amazon VPC CNI, 1.18: pods have secondary addresses of the instance's network interfaces. */
export function awsVpc(view: ClusterView, config: AwsVpc): CniPlugin {
  const links: PodLinks = { view, prefix: 'eni', mtu: () => MTU, onlink: false };
  return {
    ...(config.enableNetworkPolicy ? { policies: { answer: 'DROP' } as const } : {}),
    attached: attached(view),
    programNode(node, namespace) {
      const primary = primaryOf(view, node);
      if (primary) programNode(links, config, node, primary, namespace);
      else addWholeGap(namespace, `${node.name} has no network interface with an IPv4 address`, config.origin);
    },
    programPod: (pod, namespace) => addPodEnd(links, pod, namespace),
  };
}

/** The interface that the instance came with. */
interface PrimaryInterface {
  readonly nic: NodeInterface;
  readonly address: number;
  /** Id of its subnet. */
  readonly segment: string;
}

function primaryOf(view: ClusterView, node: Node): PrimaryInterface | undefined {
  const nic = view.interfaces(node)[0];
  const address = firstIPv4(nic?.addresses ?? []);
  const segment = node.nics.find(({ name }) => name === nic?.device)?.segment?.value;
  return nic && address !== undefined && segment !== undefined ? { nic, address, segment } : undefined;
}

function programNode(
  links: PodLinks,
  config: AwsVpc,
  node: Node,
  primary: PrimaryInterface,
  namespace: NetworkNamespace,
): void {
  const { view } = links;
  const { device } = primary.nic;
  const eth0 = namespace.devices.get(device);
  if (eth0) eth0.mtu = Math.max(eth0.mtu, MTU);
  // Answers of NodePorts leave by another interface than that by which the question came: the strict filter would drop.
  namespace.sysctls.set(`net.ipv4.conf.${device}.rp_filter`, '2');
  const tables = addEnis(view, config, node, namespace, MTU);
  addConnectionMarks(namespace, device, config.origin);
  addPods(links, node, tables, FROM_POD, namespace);
  const ranges = view.subnet(primary.segment)?.vpcRanges ?? [];
  if (!config.externalSNAT) addSnat(namespace, ranges, primary.address, config.origin);
}

/** The secondary interfaces; addresses of pods on the primary one lead to that. */
function attached(view: ClusterView): AttachedInterfaces {
  const groupsOf = (node: Node) => node.securityGroups.map(({ value }) => value);
  const secondary = attachedTo(view, (node, card) => nodeCard(view, node, card, groupsOf(node)));
  return {
    byMac: (mac) => secondary.byMac(mac),
    at: (address) => secondary.at(address) ?? onPrimary(view, view.allocation.podAt(address)?.node, groupsOf),
  };
}

function onPrimary(
  view: ClusterView,
  node: Node | undefined,
  groupsOf: (node: Node) => readonly string[],
): AttachedInterface | undefined {
  const primary = node && primaryOf(view, node);
  if (!node || !primary) return undefined;
  const { segment, nic } = primary;
  const { device, mac } = nic;
  return { namespace: view.nodeKey(node), name: node.name, device, mac, segment, securityGroups: groupsOf(node) };
}
