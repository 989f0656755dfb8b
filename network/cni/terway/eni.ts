import { prefixFamily, prefixOf } from '../../address/prefix.ts';
import { EVERYWHERE } from '../../address/special.ts';
import { addAddress, addDevice, addRoute } from '../../linux/configure.ts';
import { switchedOn } from '../../linux/device.ts';
import { derivedMac } from '../../linux/mac.ts';
import type { NetworkNamespace } from '../../linux/namespace.ts';
import type { Placement } from '../../topology/allocation.ts';
import type { Node } from '../../topology/cluster.ts';
import type { Terway } from '../../topology/cni.ts';
import type { ElasticInterface } from '../../topology/ipam/elastic-interfaces.ts';
import type { AttachedInterface, ClusterView, CniPlugin } from '../plugin.ts';
import { addressOf, podsOn, workloadDevice } from '../pods.ts';
import { addElasticCard, attachedTo, elasticMac } from '../vpc/attached.ts';
import { addHostEnd, GATEWAY, hostMac } from '../vpc/routed-pods.ts';
import { groupsOf } from './eniip.ts';
import { ownAddress, ownMtu, terwayLinks } from './links.ts';
import { addMasquerade } from './masquerade.ts';

/** The pod's device of the veth beside its ENI. */
const BESIDE = 'veth1';

/**
 * `eni`: an ENI is moved into the pod's namespace, and pods meet in the VPC even on one instance. Services and the
 * instance itself are reached by a veth beside it. No NetworkPolicy: the instance does not see the pods' packets.
 */
export function exclusiveEni(view: ClusterView, config: Terway): CniPlugin {
  const links = terwayLinks(view);
  const groups = config.securityGroups.map(({ value }) => value);
  return {
    attached: attachedTo(view, (node, card) => podCard(view, node, card, groupsOf(node, groups))),
    programNode(node, namespace) {
      for (const pod of podsOn(view, node)) {
        addHostEnd(links, pod, namespace, BESIDE);
      }
      addMasquerade(namespace, ownAddress(view, node), config.origin);
    },
    programPod(pod, namespace) {
      const card = view.allocation.elasticInterfaceAt(addressOf(pod) ?? 0);
      if (!card) return;
      addEni(view, pod, card, namespace);
      addBeside(view, pod, namespace);
    },
  };
}

function podCard(
  view: ClusterView,
  node: Node,
  card: ElasticInterface,
  securityGroups: readonly string[],
): AttachedInterface {
  const pod = view.allocation.podAt(card.address);
  const namespace = pod ? view.podKey(pod) : view.nodeKey(node);
  const name = pod?.label.replace('/', '-') ?? node.name;
  return { namespace, name, device: 'eth0', mac: elasticMac(card), segment: card.segment, securityGroups };
}

/** `default via <the vSwitch's gateway> dev eth0 onlink`. */
function addEni(view: ClusterView, pod: Placement, card: ElasticInterface, namespace: NetworkNamespace): void {
  const { origin } = pod.workload;
  const eth0 = addElasticCard(namespace, card, { name: 'eth0', mtu: ownMtu(view, pod.node), origin });
  addAddress(namespace, eth0, addressOf(pod)!, 32, origin);
  const via = view.subnet(card.segment)?.gateway;
  if (via === undefined) return;
  addRoute(namespace, {
    type: 'unicast',
    destination: EVERYWHERE[4],
    via,
    device: 'eth0',
    onlink: true,
    protocol: 'boot',
    origin,
  });
}

/** The veth to the instance: Services' addresses and the instance's own go there. */
function addBeside(view: ClusterView, pod: Placement, namespace: NetworkNamespace): void {
  const { origin } = pod.workload;
  const veth = addDevice(namespace, {
    kind: 'veth',
    name: BESIDE,
    mac: derivedMac(`${pod.id} ${BESIDE}`),
    mtu: ownMtu(view, pod.node),
    ...switchedOn(),
    peer: { namespace: view.nodeKey(pod.node), device: workloadDevice('cali', pod) },
    origin,
  });
  addAddress(namespace, veth, addressOf(pod)!, 32, origin);
  veth.neighbours.set({ address: GATEWAY, mac: hostMac(pod), state: 'PERMANENT', origin });
  const route = { type: 'unicast', device: BESIDE, protocol: 'boot', origin } as const;
  addRoute(namespace, { ...route, destination: prefixOf(GATEWAY, 32) });
  const host = ownAddress(view, pod.node);
  const services = view.cluster.serviceCIDRs.map(({ value }) => value).filter((cidr) => prefixFamily(cidr) === 4);
  for (const destination of [...services, ...(host === undefined ? [] : [prefixOf(host, 32)])]) {
    addRoute(namespace, { ...route, destination, via: GATEWAY, onlink: true });
  }
}
