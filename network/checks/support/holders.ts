import type { Address } from '../../address/address.ts';
import { containsAddress, formatPrefix, type Prefix } from '../../address/prefix.ts';
import type { Range } from '../../address/ranges.ts';
import { DOCKER0 } from '../../address/special.ts';
import { indexById } from '../../topology/by-id.ts';
import { podSegments, sharesPools } from '../../topology/ipam/shared-pools.ts';
import type { Sourced } from '../../topology/origin.ts';
import { bridgedRange, usableRange } from '../../topology/reserved.ts';
import type { Topology } from '../../topology/topology.ts';
import type { DockerContainer, Host, Machine, Provider, Segment } from '../../topology/underlay.ts';
import { segmentWord } from './words.ts';

/** Where addresses are: a segment, a bridge of a host, an overlay. No address is twice in one place. */
export interface Place {
  readonly key: string;
  /** "network lan (192.168.0.0/24)". */
  readonly words: string;
  readonly ranges: readonly Prefix[];
  /** Where the ranges are written; empty for docker0's default. */
  readonly cidrs: readonly Sourced<Prefix>[];
  readonly provider: Provider;
  /** A bridge's first address is its own. */
  readonly isBridge: boolean;
}

/** A written address, with who has it and where. */
export interface Holder {
  readonly place: Place;
  readonly address: Sourced<Address>;
  /** "node n1", "the gateway". */
  readonly words: string;
  readonly isGateway: boolean;
}

/** Every address written for a machine, a gateway, a container, or a pod that lives on a segment, in the order of the text. */
export function holders(topology: Topology): readonly Holder[] {
  const { segments } = indexById(topology);
  const places = new Map<string, Place>();
  const placeOf = (segment: Segment) => {
    if (!places.has(segment.id)) places.set(segment.id, segmentPlace(topology, segment));
    return places.get(segment.id)!;
  };
  const on = (id: string | undefined, words: string, addresses: readonly Sourced<Address>[], isGateway = false) => {
    const segment = segments.get(id ?? '');
    return segment ? addresses.map((address) => ({ place: placeOf(segment), address, words, isGateway })) : [];
  };
  const machine = (kind: string) => (machine: Machine) =>
    machine.nics.flatMap((nic) => on(nic.segment?.value, `${kind} ${machine.name}`, nic.addresses));
  return [
    ...topology.segments.flatMap((segment) => on(segment.id, 'the gateway', segment.gateways, true)),
    ...topology.vpcs
      .flatMap((vpc) => vpc.natGateways)
      .flatMap((nat) => on(nat.segment?.value, `NAT gateway ${nat.name}`, nat.address ? [nat.address] : [])),
    ...topology.hosts.flatMap((host) => [...machine('host')(host), ...containers(topology, host, on)]),
    ...topology.clusters.flatMap((cluster) => cluster.nodes).flatMap(machine('node')),
    ...podsOnSegments(topology).flatMap(({ segment, words, address }) => on(segment.id, words, [address])),
  ];
}

/** The ranges of a place that machines may have, without what it keeps for itself. */
export function usableOf({ ranges, provider, isBridge }: Pick<Place, 'ranges' | 'provider' | 'isBridge'>) {
  return ranges.flatMap((range): readonly Range[] => {
    if (isBridge) return [bridgedRange(range)];
    const usable = usableRange(range, provider);
    return usable ? [usable] : [];
  });
}

function segmentPlace(topology: Topology, segment: Segment): Place {
  const vpc = segment.vpc === undefined ? undefined : indexById(topology).vpcs.get(segment.vpc);
  return {
    key: segment.id,
    words: `${segmentWord(topology, segment)} ${segment.name} (${rangesText(segment.cidrs)})`,
    ranges: segment.cidrs.map((cidr) => cidr.value),
    cidrs: segment.cidrs,
    provider: vpc?.provider ?? 'none',
    isBridge: false,
  };
}

type On = (id: string | undefined, words: string, addresses: readonly Sourced<Address>[]) => Holder[];

function containers(topology: Topology, host: Host, on: On): Holder[] {
  return (host.docker?.containers ?? []).flatMap((container) => {
    const words = `container ${host.name}/${container.name}`;
    const { network } = container;
    if (network.mode === 'macvlan') {
      const parent = host.nics.find((nic) => nic.name === network.parent);
      return on(parent?.segment?.value, words, container.addresses);
    }
    const place = containerPlace(topology, host, container);
    return place ? container.addresses.map((address) => ({ place, address, words, isGateway: false })) : [];
  });
}

function containerPlace(topology: Topology, host: Host, { network }: DockerContainer): Place | undefined {
  const base = { provider: 'none', isBridge: true } as const;
  const bridges = host.docker?.bridges ?? [];
  if (network.mode === 'overlay') {
    const overlay = topology.overlays.find((one) => one.id === network.target.value);
    if (!overlay) return undefined;
    const words = `overlay ${overlay.name} (${rangesText(overlay.cidrs)})`;
    return {
      ...base,
      key: `overlay ${overlay.id}`,
      words,
      ranges: overlay.cidrs.map((cidr) => cidr.value),
      cidrs: overlay.cidrs,
    };
  }
  const isUserBridge = network.mode === 'user-bridge';
  if (network.mode !== 'bridge' && !isUserBridge) return undefined;
  const bridge = bridges.find((one) => (isUserBridge ? one.id === network.target.value : one.name === 'docker0'));
  if (!bridge && isUserBridge) return undefined;
  const ranges = bridge && bridge.cidrs.length > 0 ? bridge.cidrs.map((cidr) => cidr.value) : [DOCKER0];
  const name = bridge?.name ?? 'docker0';
  const words = `bridge ${name} (${ranges.map(formatPrefix).join(', ')}) of host ${host.name}`;
  return { ...base, key: `bridge ${host.id}/${name}`, words, ranges, cidrs: bridge?.cidrs ?? [] };
}

/** Pods with a written address, of clusters whose pods live on segments, on the segment that holds the address. */
function podsOnSegments(topology: Topology) {
  return topology.clusters
    .filter((cluster) => sharesPools(cluster) && cluster.cni.kind !== 'weave')
    .flatMap((cluster) => {
      const own = new Set(cluster.nodes.flatMap((node) => podSegments(topology, cluster, node)));
      const workloads = cluster.namespaces.flatMap((namespace) => namespace.workloads).filter((w) => !w.hostNetwork);
      return workloads.flatMap((workload) =>
        workload.addresses.flatMap((address) => {
          const holds = (segment: Segment) => segment.cidrs.some((cidr) => containsAddress(cidr.value, address.value));
          const segment = [...own].find(holds);
          return segment ? [{ segment, address, words: `Pod ${workload.namespace}/${workload.name}` }] : [];
        }),
      );
    });
}

function rangesText(cidrs: readonly Sourced<Prefix>[]): string {
  return cidrs.map((cidr) => formatPrefix(cidr.value)).join(', ');
}
