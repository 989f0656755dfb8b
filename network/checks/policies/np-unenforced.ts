import { enforcesPolicies } from '../../cni/enforces.ts';
import { indexById } from '../../topology/by-id.ts';
import type { Cluster } from '../../topology/cluster.ts';
import type { Topology } from '../../topology/topology.ts';
import type { Check } from '../diagnostic.ts';
import { diagnostic, isWritten } from '../support/place.ts';

/** Said once for a cluster, at its CNI: the policies themselves may be as they should. */
export const npUnenforced: Check = {
  code: 'NP-UNENFORCED',
  severity: 'error',
  summary: 'The CNI of the cluster enforces no NetworkPolicy',
  *run({ topology }) {
    for (const cluster of topology.clusters) {
      const policies = cluster.namespaces.flatMap((namespace) => namespace.policies);
      const [first] = policies;
      if (!first || enforcesPolicies(cluster.cni)) continue;
      const { origin } = cluster.cni;
      const names =
        policies.length === 1
          ? `NetworkPolicy ${first.namespace}/${first.name} has`
          : `its ${policies.length} NetworkPolicies have`;
      yield diagnostic(this, {
        message: `${subject(cluster)} enforces no NetworkPolicy, so that ${names} no effect: ${advice(topology, cluster)}`,
        origin: isWritten(origin) ? origin : cluster.origin,
        related: policies.slice(0, 5).map((one) => ({ origin: one.origin, message: `NetworkPolicy ${one.name}` })),
      });
    }
  },
};

function subject({ name, cni }: Cluster): string {
  if (cni.kind === 'none') return `Cluster ${name} names no CNI, and nothing`;
  if (cni.kind === 'terway') return `Terway in mode ${cni.mode}, the CNI of cluster ${name},`;
  if (cni.kind === 'aws-vpc') return `The VPC CNI of cluster ${name} without enableNetworkPolicy`;
  return `${cni.kind}, the CNI of cluster ${name},`;
}

/** On Alibaba Cloud's ACK the choice is flannel or Terway. */
function advice(topology: Topology, cluster: Cluster): string {
  if (cluster.cni.kind === 'terway') return 'mode eniip does';
  if (cluster.cni.kind === 'aws-vpc') return 'set it, or run Calico beside it';
  if (isOnAlibaba(topology, cluster)) return 'on ACK use Terway in mode eniip';
  return 'use one that does, such as Calico';
}

function isOnAlibaba(topology: Topology, { nodes }: Cluster): boolean {
  const { segments, vpcs } = indexById(topology);
  return nodes.some(({ nics }) =>
    nics.some(({ segment }) => vpcs.get(segments.get(segment?.value ?? '')?.vpc ?? '')?.provider === 'alibaba'),
  );
}
