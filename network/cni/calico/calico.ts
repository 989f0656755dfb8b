import { prefixFamily } from '../../address/prefix.ts';
import { addRoute } from '../../linux/configure.ts';
import { addRangeGap, addWholeGap } from '../../linux/gaps.ts';
import type { NetworkNamespace } from '../../linux/namespace.ts';
import type { Placement } from '../../topology/allocation.ts';
import type { Calico } from '../../topology/cni.ts';
import type { ClusterView, CniPlugin } from '../plugin.ts';
import { addHostPorts } from '../portmap.ts';
import { bgpOf } from './bgp/bgp.ts';
import { routerRoutes } from './bgp/router.ts';
import { nodeStatus } from './bgp/status.ts';
import { addUnknowns } from './gaps.ts';
import { linkMtu, mtusOf } from './mtu.ts';
import { FELIX, hostDevice } from './names.ts';
import { addNat } from './nat.ts';
import { type Fabric, remoteRoutes } from './routes.ts';
import type { Speaker } from './speakers.ts';
import { addTunnels } from './tunnels.ts';
import { addHostEnds, addPodEnd } from './workloads.ts';

/** Felix and BIRD of calico/node 3.28, and the Calico CNI plugin. */
export function calico(view: ClusterView, config: Calico): CniPlugin {
  const fabric: Fabric = { config, allocation: view.allocation, ...bgpOf(view, config) };
  return {
    policies: { answer: 'DROP' },
    programNode(node, namespace) {
      const own = fabric.speakers.of(node);
      if (own) programNode(view, fabric, own, namespace);
      else addWholeGap(namespace, `${node.name} has no NIC with an IPv4 address for Calico`, config.origin);
    },
    programPod: (pod, namespace) => programPod(view, fabric, pod, namespace),
    told: (router) => routerRoutes(fabric, router),
  };
}

function programNode(view: ClusterView, fabric: Fabric, own: Speaker, namespace: NetworkNamespace): void {
  const { config, pools, speakers, peerings } = fabric;
  const { node } = own;
  const mtus = mtusOf(config, pools, { mtu: linkMtu(namespace, own.nic.mtu) });
  const pods = view.allocation.podsOn(node.id);
  addTunnels(fabric, own, mtus, namespace);
  addHostEnds(view, pods, mtus.pod, namespace);
  addBlackholes(fabric, own, namespace);
  namespace.main.use(remoteRoutes(fabric, own, namespace));
  const tunnels = ['tunl0', 'vxlan.calico'].filter((name) => (namespace.devices.get(name)?.addresses.length ?? 0) > 0);
  addNat(pools, tunnels, namespace, config.origin);
  addHostPorts(namespace, pods, 'own', hostDevice, config.origin);
  addUnknowns(fabric, own, namespace);
  addIPv6Gap(fabric, namespace);
  namespace.bgp = () => nodeStatus(own, speakers, peerings);
}

function programPod(view: ClusterView, fabric: Fabric, pod: Placement, namespace: NetworkNamespace): void {
  const { config, pools } = fabric;
  const links = view.interfaces(pod.node).map(({ mtu }) => mtu);
  const mtus = mtusOf(config, pools, { mtu: Math.min(...links) });
  addPodEnd(view, pod, mtus.pod, namespace, pod.node.origin);
  addIPv6Gap(fabric, namespace);
}

/** What is for an address of an own block that no pod has goes no further: BIRD's, for pools with VXLAN Felix's. */
function addBlackholes({ allocation, pools, config }: Fabric, { node }: Speaker, namespace: NetworkNamespace): void {
  for (const block of allocation.nodePodCIDRs(node)) {
    if (typeof block.first !== 'number') continue;
    const pool = pools.at(block.first);
    const protocol = pool?.tunnel === 'vxlan' ? FELIX : 'bird';
    const origin = pool?.origin ?? config.origin;
    addRoute(namespace, { type: 'blackhole', destination: block, protocol, origin });
  }
}

function addIPv6Gap({ pools, config }: Fabric, namespace: NetworkNamespace): void {
  const ranges = pools.all.map(({ cidr }) => cidr).filter((cidr) => prefixFamily(cidr) === 6);
  addRangeGap(namespace, ranges, 'Calico over IPv6 is not modelled yet', config.origin);
}
