import type { Cluster } from '../../network/topology/cluster.ts';
import type { Calico, Cni } from '../../network/topology/cni.ts';
import { NOWHERE } from '../../network/topology/origin.ts';
import { EMPTY_TOPOLOGY, type Finding, type Topology } from '../../network/topology/topology.ts';
import type { Item } from '../kinds/all.ts';
import { type Part, readDocument } from '../read.ts';
import type { ManifestFile } from '../text/file.ts';
import { assemble, readingsOf } from './assemble.ts';
import { withNames } from './questions.ts';

/** The files that belong to each cluster, by id. */
export type FilesOf = (cluster: Cluster) => readonly ManifestFile[];

/** What each document of the files says in a cluster. Never throws. */
const partsOf = (files: readonly ManifestFile[], cluster: string): Part[] =>
  files.flatMap((file) => file.documents.map((document) => readDocument(document, cluster)));

/** The topology with what manifests add to its clusters. The same object when they add nothing. */
export function withManifests(topology: Topology, filesOf: FilesOf): Topology {
  const found: Finding[] = [];
  const clusters = topology.clusters.map((cluster) => {
    const parts = partsOf(filesOf(cluster), cluster.id);
    if (parts.length === 0) return cluster;
    const { cluster: whole, findings } = enriched(cluster, parts);
    found.push(...findings);
    return whole;
  });
  if (clusters.every((cluster, i) => cluster === topology.clusters[i])) return topology;
  return withNames({ ...topology, clusters, findings: [...topology.findings, ...found] });
}

/** Name and id of the cluster that manifests alone make up. */
export const CLUSTER = 'cluster';

/**
 * The cluster that manifests alone make up: nobody says what carries its packets, so it has no ranges, and nothing in it
 * that is not written.
 */
export function manifestsTopology(files: readonly ManifestFile[]): Topology {
  const { cluster, findings } = enriched(BARE, partsOf(files, CLUSTER));
  return { ...EMPTY_TOPOLOGY, clusters: [cluster], findings };
}

const BARE: Cluster = {
  id: CLUSTER,
  name: CLUSTER,
  origin: NOWHERE,
  podCIDRs: [],
  serviceCIDRs: [],
  nodeCIDRMaskSizes: { 4: 24, 6: 64 },
  serviceNodePortRange: { from: 30000, to: 32767 },
  maxPods: 110,
  clusterDomain: 'cluster.local',
  cni: { kind: 'none', origin: NOWHERE },
  kubeProxy: { mode: 'iptables', origin: NOWHERE },
  dns: { implementation: 'coredns', replicas: 2, origin: NOWHERE },
  nodes: [],
  nodeGroups: [],
  namespaces: [],
  manifests: [],
};

function enriched(cluster: Cluster, parts: readonly Part[]): { cluster: Cluster; findings: readonly Finding[] } {
  const items = parts.flatMap((part) => part.items);
  const { namespaces, nodes, findings } = assemble(items, cluster);
  const otherPolicies = readingsOf(items, 'otherPolicy');
  const whole = {
    ...cluster,
    ...networkOf(cluster, items),
    namespaces,
    nodes: [...cluster.nodes, ...nodes],
    ...(otherPolicies.length > 0 && { otherPolicies }),
  };
  return { cluster: whole, findings: [...parts.flatMap((part) => part.findings), ...findings] };
}

/** The plugin, and the range that goes with it. What `.knet` says of them stands. */
function networkOf(cluster: Cluster, items: readonly Item[]): Pick<Cluster, 'cni' | 'podCIDRs'> {
  const { cni, podCIDRs } = cluster;
  const [flannel] = readingsOf(items, 'flannel');
  const isUnset = podCIDRs.every(({ origin }) => origin.reader === 'none');
  const [flanneld] = readingsOf(items, 'workload').flatMap((one) => one.flanneld ?? []);
  if (cni.kind === 'none' && flannel)
    return { cni: { ...flannel.cni, ...flanneld }, podCIDRs: isUnset ? flannel.podCIDRs : podCIDRs };
  const calico = cni.kind === 'calico' || cni.kind === 'none' ? calicoOf(cni, items) : undefined;
  if (!calico) return { cni, podCIDRs };
  return { cni: calico, podCIDRs: isUnset && calico.ipPools.length > 0 ? [] : podCIDRs };
}

/** Calico with the resources of the manifests; undefined where there are none. */
function calicoOf(cni: Cni, items: readonly Item[]): Calico | undefined {
  const pools = readingsOf(items, 'ipPool');
  const peers = readingsOf(items, 'bgpPeer');
  const settings = readingsOf(items, 'bgpConfiguration').find(({ name }) => name === 'default');
  const origin = pools[0]?.origin ?? peers[0]?.origin ?? settings?.origin;
  if (!origin) return undefined;
  const base: Calico = cni.kind === 'calico' ? cni : { ...PLAIN_CALICO, origin };
  return {
    ...base,
    ipPools: [...base.ipPools, ...pools],
    bgpPeers: [...base.bgpPeers, ...peers],
    nodeToNodeMeshEnabled: settings?.nodeToNodeMeshEnabled ?? base.nodeToNodeMeshEnabled,
    asNumber: settings?.asNumber ?? base.asNumber,
  };
}

const PLAIN_CALICO: Omit<Calico, 'origin'> = {
  kind: 'calico',
  ipPools: [],
  nodeToNodeMeshEnabled: true,
  asNumber: 64512,
  bgpPeers: [],
};
