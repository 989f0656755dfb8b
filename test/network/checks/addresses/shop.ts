import type { Cni } from '../../../../network/topology/cni.ts';
import type { Topology } from '../../../../network/topology/topology.ts';
import { cidrs, cluster, nic, node, subnet, vpc } from '../../topology/builders.ts';

/** A VPC 10.0.0.0/16 with one vSwitch, and a cluster of one node on it. */
export function shop(podCIDR: string, serviceCIDR: string, cni?: Cni): Partial<Topology> {
  return {
    vpcs: [vpc('shop', '10.0.0.0/16', { provider: 'alibaba' })],
    segments: [subnet('shop', 'zone-h', '10.0.32.0/20')],
    clusters: [
      cluster({
        name: 'demo',
        podCIDRs: cidrs(podCIDR),
        serviceCIDRs: cidrs(serviceCIDR),
        nodes: [node('n1', nic('shop/zone-h', '10.0.32.5'))],
        ...(cni ? { cni } : {}),
      }),
    ],
  };
}
