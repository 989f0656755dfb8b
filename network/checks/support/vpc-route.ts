import type { Cluster } from '../../topology/cluster.ts';
import type { Origin } from '../../topology/origin.ts';

/** What makes the route table of a VPC lead to a cluster's Pods, one entry a node; undefined where it does not. */
export function vpcRouteOf({ cni }: Cluster): { readonly words: string; readonly origin: Origin } | undefined {
  if (cni.kind === 'terway' && cni.mode === 'vpc') return { words: 'Terway in mode vpc', origin: cni.origin };
  if (cni.kind !== 'flannel' || cni.backend.type !== 'alivpc') return undefined;
  return { words: "flannel's backend alivpc", origin: cni.backend.origin };
}
