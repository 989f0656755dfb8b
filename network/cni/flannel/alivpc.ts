import type { Flannel } from '../../topology/cni.ts';
import type { ClusterView } from '../plugin.ts';
import { vpcEntries } from '../vpc/entries.ts';
import type { Backend } from './backend.ts';
import type { Leases } from './leases.ts';

/**
 * `alivpc`: a node has nothing but its default route; the VPC's route table leads to the other pods. On ACK the cloud
 * controller writes one entry a node, into the system route table and no other.
 */
export function alivpc(view: ClusterView, { backend }: Flannel, leases: Leases): Backend {
  return { overhead: 0, program: () => {}, fabric: (table) => vpcEntries(view, backend.origin, leases, table) };
}
