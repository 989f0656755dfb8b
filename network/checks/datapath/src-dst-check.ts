import { familyOf } from '../../address/address.ts';
import type { Cluster, Node } from '../../topology/cluster.ts';
import type { Topology } from '../../topology/topology.ts';
import type { Check, Fix } from '../diagnostic.ts';
import { diagnostic, isWritten } from '../support/place.ts';
import { uplinks } from '../support/uplinks.ts';
import { vpcOf } from './vpc-routed.ts';

/** Two nodes are needed for a packet to go from one to the other. */
export const srcDstCheck: Check = {
  code: 'SRC-DST-CHECK',
  severity: 'error',
  summary: 'Pod addresses on the wires of AWS with the source/destination check on',
  *run({ topology, stop }) {
    for (const cluster of topology.clusters) {
      if (stop()) return;
      const bare = barePods(cluster);
      const checked = bare === undefined ? [] : checkedNodes(topology, cluster);
      for (const node of checked) {
        const message = `Packets bear the addresses of Pods between nodes (${bare}), and AWS takes from node ${node.name} only what bears its own: its source/destination check is on`;
        const related = [{ origin: cluster.cni.origin, message: `The CNI of cluster ${cluster.name}` }];
        yield diagnostic(this, {
          message,
          origin: node.sourceDestCheck?.origin ?? node.origin,
          related,
          fixes: fixes(node),
        });
      }
    }
  },
};

/** Why packets of Pods go without encapsulation and translation; undefined where they do not. */
function barePods({ cni }: Cluster): string | undefined {
  if (cni.kind === 'flannel') {
    const { type, directRouting } = cni.backend;
    if (type === 'host-gw' || type === 'alivpc') return `flannel's backend ${type}`;
    return type === 'vxlan' && directRouting ? 'DirectRouting within a subnet' : undefined;
  }
  if (cni.kind !== 'calico' || cni.ipPools.length === 0) return undefined;
  const bare = cni.ipPools.find((pool) => pool.ipipMode !== 'Always' && pool.vxlanMode !== 'Always');
  return bare && `Calico's pool ${bare.name} without encapsulation, at least within a subnet`;
}

function checkedNodes(topology: Topology, cluster: Cluster): readonly Node[] {
  const links = uplinks(topology, cluster).filter((link) => vpcOf(topology, link)?.provider === 'aws');
  const v4 = links.filter(({ nic }) => nic.addresses.some(({ address }) => familyOf(address) === 4));
  if (v4.length < 2) return [];
  const seen = new Set<string>();
  return v4
    .map(({ node }) => node)
    .filter((node) => node.sourceDestCheck?.value !== false)
    .filter(({ group }) => group === undefined || (!seen.has(group) && seen.add(group)));
}

function fixes({ sourceDestCheck, origin }: Node): Fix[] {
  const title = 'Switch the source/destination check off';
  if (sourceDestCheck && isWritten(sourceDestCheck.origin)) {
    return [{ title, changes: [{ kind: 'set', origin: sourceDestCheck.origin, value: 'false' }] }];
  }
  return [{ title, changes: [{ kind: 'insert', into: origin, field: 'sourceDestCheck', value: 'false' }] }];
}
