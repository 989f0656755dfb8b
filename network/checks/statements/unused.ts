import { containsAddress } from '../../address/prefix.ts';
import { calicoMatches } from '../../topology/calico-selector.ts';
import type { Cluster } from '../../topology/cluster.ts';
import type { Endpoint } from '../../topology/question.ts';
import { machinesOf, type Topology } from '../../topology/topology.ts';
import type { Nic, Segment, StaticRoute } from '../../topology/underlay.ts';
import type { Check } from '../diagnostic.ts';
import { diagnostic, type Found } from '../support/place.ts';
import { segmentWord } from '../support/words.ts';

export const unused: Check = {
  code: 'UNUSED',
  severity: 'information',
  summary: 'A network, vSwitch, pool or policy that nothing uses',
  *run({ topology, stop }) {
    const used = usedSegments(topology);
    for (const segment of topology.segments) {
      if (stop()) return;
      if (used(segment)) continue;
      const message = `Nothing is in ${segmentWord(topology, segment)} ${segment.name}, and nothing refers to it`;
      yield diagnostic(this, { message, origin: segment.origin });
    }
    for (const cluster of topology.clusters) {
      for (const found of [...pools(cluster), ...policies(cluster)]) yield diagnostic(this, found);
    }
  },
};

/** An address of a network that a question or a route names is a machine that nobody declared. */
function usedSegments(topology: Topology): (segment: Segment) => boolean {
  const ids = new Set(references(topology));
  const addresses = [...topology.traces, ...topology.expects]
    .flatMap(({ from, to }) => [from, to])
    .flatMap((end) => (end.kind === 'address' ? [end.address] : []));
  return ({ id, cidrs }) => {
    return ids.has(id) || addresses.some((one) => cidrs.some(({ value }) => containsAddress(value, one)));
  };
}

function* references(topology: Topology): Generator<string | undefined> {
  const { vpcs, routers, hosts, clusters, traces, expects } = topology;
  const machines = machinesOf({ hosts, clusters });
  for (const machine of machines) yield* [...segmentsOf(machine.nics), ...nextHops(machine.routes)];
  for (const router of routers) yield* [...router.connects.map(({ value }) => value), ...nextHops(router.routes)];
  for (const { natGateways, peerings, routeTables } of vpcs) {
    yield* natGateways.map(({ segment }) => segment?.value);
    yield* peerings.map(({ value }) => value);
    for (const { subnets, routes } of routeTables) yield* [...subnets.map(({ value }) => value), ...nextHops(routes)];
  }
  for (const { cni, namespaces, nodeGroups } of clusters) {
    if (cni.kind === 'terway') yield* cni.podVSwitches.map(({ value }) => value);
    for (const group of nodeGroups) yield* segmentsOf(group.template.nics);
    for (const { subnets } of namespaces.flatMap((one) => one.ingresses)) yield* subnets.map(({ value }) => value);
  }
  for (const { from, to } of [...traces, ...expects]) yield* [from, to].map(segmentOf);
}

function segmentsOf(nics: readonly Nic[]) {
  return nics.map((nic) => nic.segment?.value);
}

function nextHops(routes: readonly StaticRoute[]): string[] {
  return routes.flatMap(({ via }) => (via !== 'blackhole' && typeof via.value === 'string' ? [via.value] : []));
}

function segmentOf(end: Endpoint): string | undefined {
  return end.kind === 'segment' ? end.id : undefined;
}

/** A pool that is switched off says so itself. */
function* pools({ cni, nodes }: Cluster): Generator<Found> {
  for (const { name, nodeSelector, disabled, origin } of cni.kind === 'calico' ? cni.ipPools : []) {
    if (disabled || nodes.length === 0 || nodes.some(({ labels }) => calicoMatches(nodeSelector, labels))) continue;
    yield { message: `The nodeSelector of IPPool ${name} holds for no node: no Pod has an address of it`, origin };
  }
}

function* policies({ namespaces }: Cluster): Generator<Found> {
  for (const { name, workloads, policies } of namespaces) {
    if (workloads.length > 0) continue;
    for (const policy of policies) {
      yield {
        message: `Namespace ${name} has no Pods for NetworkPolicy ${policy.name} to act on`,
        origin: policy.origin,
      };
    }
  }
}
