import { formatAddress } from '../../address/address.ts';
import { containsAddress, containsPrefix, formatPrefix } from '../../address/prefix.ts';
import { indexById } from '../../topology/by-id.ts';
import type { Cluster } from '../../topology/cluster.ts';
import { sharesPools } from '../../topology/ipam/shared-pools.ts';
import type { Topology } from '../../topology/topology.ts';
import type { Vpc } from '../../topology/underlay.ts';
import type { Check, Diagnostic } from '../diagnostic.ts';
import { diagnostic, type Found } from '../support/place.ts';
import { listed } from '../support/words.ts';

export const cidrPodOutsideVpc: Check = {
  code: 'CIDR-POD-OUTSIDE-VPC',
  severity: 'error',
  summary: 'Pods that have addresses of the VPC are given others',
  *run({ topology }): Generator<Diagnostic> {
    for (const cluster of topology.clusters) {
      if (!sharesPools(cluster) || cluster.cni.kind === 'weave') continue;
      const vpcs = vpcsOf(topology, cluster);
      if (vpcs.length === 0) continue;
      for (const found of strangers(topology, cluster, vpcs)) yield diagnostic(this, found);
    }
  },
};

/** The VPCs of the cluster's nodes. */
function vpcsOf(topology: Topology, cluster: Cluster): readonly Vpc[] {
  const { segments, vpcs } = indexById(topology);
  const nics = cluster.nodes.flatMap((node) => node.nics);
  const ids = nics.flatMap((nic) => segments.get(nic.segment?.value ?? '')?.vpc ?? []);
  return [...new Set(ids)].flatMap((id) => vpcs.get(id) ?? []);
}

function* strangers(topology: Topology, cluster: Cluster, vpcs: readonly Vpc[]): Generator<Found> {
  const ranges = vpcs.flatMap((vpc) => vpc.cidrs.map((cidr) => cidr.value));
  const where = `the VPC of the nodes, ${listed(vpcs.map((vpc) => `${vpc.name} (${vpc.cidrs.map((c) => formatPrefix(c.value)).join(', ')})`))}`;
  const because = `with ${cluster.cni.kind} Pods have addresses of the VPC`;
  for (const { value, origin } of cluster.podCIDRs) {
    if (ranges.some((range) => containsPrefix(range, value))) continue;
    yield {
      message: `Pod range ${formatPrefix(value)} of cluster ${cluster.name} lies outside ${where}: ${because}`,
      origin,
    };
  }
  for (const workload of cluster.namespaces.flatMap((namespace) => namespace.workloads)) {
    for (const { value, origin } of workload.hostNetwork ? [] : workload.addresses) {
      if (ranges.some((range) => containsAddress(range, value))) continue;
      const pod = `${workload.namespace}/${workload.name}`;
      yield { message: `${formatAddress(value)} of Pod ${pod} lies outside ${where}: ${because}`, origin };
    }
  }
  const vSwitches = cluster.cni.kind === 'terway' ? cluster.cni.podVSwitches : [];
  for (const { value, origin } of vSwitches) {
    const segment = indexById(topology).segments.get(value);
    if (!segment || vpcs.some((vpc) => vpc.id === segment.vpc)) continue;
    yield {
      message: `Pod vSwitch ${segment.name} is not in ${where}: an instance takes no network interface of another`,
      origin,
    };
  }
}
