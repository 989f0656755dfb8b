import { formatPrefix, type Prefix, prefixFamily } from '../network/address/prefix.ts';
import type { Device } from '../network/linux/device.ts';
import type { NetworkNamespace } from '../network/linux/namespace.ts';
import { internalRanges } from '../network/machines/edges.ts';
import { internetSegment } from '../network/machines/internet.ts';
import type { Network } from '../network/machines/network.ts';
import { mtuOf } from '../network/machines/nics.ts';
import type { Hop } from '../network/trace/result.ts';
import type { BirdConfig } from './bgp/config.ts';
import { birdsOf } from './bgp/speakers.ts';
import { type Fabric, fabricOf } from './fabric.ts';
import { labKeys } from './machines.ts';
import { deviceNames, type Names, namespaceNames } from './names.ts';
import type { Cable, LabMachine } from './parts.ts';

export type { Cable, LabMachine } from './parts.ts';

/** An L2 segment: a namespace with the bridge `sw` and a port for each card. */
export interface LabSegment {
  readonly id: string;
  readonly netns: string;
  readonly mtu: number;
  readonly cables: readonly Cable[];
  /** Of a VPC's subnet: it delivers by address. */
  readonly fabric?: Fabric;
}

/** The machines and segments of a lab. What is in them is written by `export/`. */
export interface Lab {
  readonly machines: readonly LabMachine[];
  readonly segments: readonly LabSegment[];
  /** Pod ranges of all nodes. */
  readonly ranges: readonly Prefix[];
  /** What those are told who speak BGP, by the keys of their namespaces. */
  readonly birds: ReadonlyMap<string, BirdConfig>;
  /** What clusters and Docker keep to themselves: of IPv4. */
  readonly internal: readonly Prefix[];
  machine(key: string): LabMachine | undefined;
}

/** The lab of all that a network has built, and of a small model as a whole. */
export function createLab(network: Network): Lab {
  const names = namespaceNames();
  const machines = labKeys(network).map((key) => labMachine(network.namespace(key)!, names));
  // Public addresses are on a wire of their own, which no model declares.
  const wires = [...network.topology.segments, internetSegment(network.topology)];
  const segments = wires.map((segment): LabSegment => {
    const netns = names.of(`sw-${segment.id}`);
    const cables = cablesOf(network, machines, segment.id);
    return { id: segment.id, netns, mtu: mtuOf(segment), cables, fabric: fabricOf(network, segment, cables) };
  });
  const byKey = new Map(machines.map((machine) => [machine.namespace.key, machine]));
  return {
    machines,
    segments: segments.filter(({ cables }) => cables.length > 0),
    ranges: network.topology.clusters.flatMap((cluster) =>
      cluster.nodes.flatMap((node) => network.allocate(cluster).nodePodCIDRs(node)),
    ),
    internal: internalOf(network),
    birds: birdsOf(network, (key) => byKey.has(key)),
    machine: (key) => byKey.get(key),
  };
}

function internalOf({ topology }: Network): readonly Prefix[] {
  const { pods, services, containers } = internalRanges(topology);
  const ranges = [...pods, ...services, ...containers].filter((range) => prefixFamily(range) === 4);
  return [...new Map(ranges.map((range) => [formatPrefix(range), range])).values()];
}

function labMachine(namespace: NetworkNamespace, names: Names): LabMachine {
  const short = deviceNames();
  const devices = new Map([...namespace.devices.keys()].map((name) => [name, short.of(name)]));
  return { namespace, netns: names.of(namespace.name), devices };
}

function cablesOf(network: Network, machines: readonly LabMachine[], segment: string): readonly Cable[] {
  const short = deviceNames();
  const used = new Set<string>();
  return machines.flatMap((machine) =>
    [...machine.namespace.devices.values()].flatMap((card) => {
      if (card.kind !== 'physical' || card.segment !== segment) return [];
      const port = portOf(network, segment, machine, card, used);
      used.add(port);
      return [{ machine, card, port, device: short.of(port), behind: behind(machines, machine) }];
    }),
  );
}

function behind(machines: readonly LabMachine[], { namespace }: LabMachine): readonly LabMachine[] {
  const peers = new Set(
    [...namespace.devices.values()].flatMap((one) => (one.kind === 'veth' ? one.peer.namespace : [])),
  );
  return machines.filter((one) => peers.has(one.namespace.key));
}

/** The port as the model calls it. Of two cards with one MAC the model knows one; the other is plugged in all the same. */
function portOf(network: Network, segment: string, machine: LabMachine, card: Device, used: Set<string>): string {
  const known = network.attachment(segment, card.mac ?? '');
  const { key, name } = machine.namespace;
  const own = known?.namespace === key && known.device === card.name && !used.has(known.port);
  return own ? known.port : `p-${name}-${card.name}`;
}

/** Where a hop of a trace happens in the lab, and what its devices are called there. */
export interface Place {
  readonly netns: string;
  /** True for the subnet of a VPC. */
  readonly fabric?: boolean;
  device(name: string): string | undefined;
}

/** The place of a hop; undefined when nothing in the lab, or more than one thing, is called so. */
export function placeOf(lab: Lab, { kind, namespace }: Pick<Hop, 'kind' | 'namespace'>): Place | undefined {
  if (kind === 'segment') {
    const segment = lab.segments.find(({ id }) => id === namespace);
    const device = (name: string) => segment?.cables.find(({ port }) => port === name)?.device;
    return segment && { netns: segment.netns, fabric: segment.fabric !== undefined, device };
  }
  const [machine, ...others] = lab.machines.filter(
    (one) => one.namespace.kind === kind && one.namespace.name === namespace,
  );
  if (!machine || others.length > 0) return undefined;
  return { netns: machine.netns, device: (name) => machine.devices.get(name) };
}
