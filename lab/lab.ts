import type { Prefix } from '../network/address/prefix.ts';
import type { Device, Physical } from '../network/linux/device.ts';
import type { NetworkNamespace } from '../network/linux/namespace.ts';
import { internetSegment } from '../network/machines/internet.ts';
import type { Network } from '../network/machines/network.ts';
import { mtuOf } from '../network/machines/nics.ts';
import type { Hop } from '../network/trace/result.ts';
import { labKeys } from './machines.ts';
import { deviceNames, type Names, namespaceNames } from './names.ts';

/** A machine of the model and what it is called in the lab. */
export interface LabMachine {
  readonly namespace: NetworkNamespace;
  readonly netns: string;
  /** Names in the lab by those of the model. */
  readonly devices: ReadonlyMap<string, string>;
}

/** A cable between a machine's card and a segment's port. */
export interface Cable {
  readonly machine: LabMachine;
  readonly card: Physical;
  /** In the words of the model, and in the lab. */
  readonly port: string;
  readonly device: string;
}

/** An L2 segment: a namespace with the bridge `sw` and a port for each card. */
export interface LabSegment {
  readonly id: string;
  readonly netns: string;
  readonly mtu: number;
  readonly cables: readonly Cable[];
}

/** The machines and segments of a lab. What is in them is written by `export/`. */
export interface Lab {
  readonly machines: readonly LabMachine[];
  readonly segments: readonly LabSegment[];
  /** Pod ranges of all nodes. */
  readonly ranges: readonly Prefix[];
  machine(key: string): LabMachine | undefined;
}

export function createLab(network: Network): Lab {
  const names = namespaceNames();
  const machines = labKeys(network).map((key) => labMachine(network.namespace(key)!, names));
  // Public addresses are on a wire of their own, which no model declares.
  const wires = [...network.topology.segments, internetSegment(network.topology)];
  const segments = wires.map((segment): LabSegment => {
    const netns = names.of(`sw-${segment.id}`);
    return { id: segment.id, netns, mtu: mtuOf(segment), cables: cablesOf(network, machines, segment.id) };
  });
  const byKey = new Map(machines.map((machine) => [machine.namespace.key, machine]));
  return {
    machines,
    segments: segments.filter(({ cables }) => cables.length > 0),
    ranges: network.topology.clusters.flatMap((cluster) =>
      cluster.nodes.flatMap((node) => network.allocate(cluster).nodePodCIDRs(node)),
    ),
    machine: (key) => byKey.get(key),
  };
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
      return [{ machine, card, port, device: short.of(port) }];
    }),
  );
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
  device(name: string): string | undefined;
}

/** The place of a hop; undefined when nothing in the lab, or more than one thing, is called so. */
export function placeOf(lab: Lab, { kind, namespace }: Pick<Hop, 'kind' | 'namespace'>): Place | undefined {
  if (kind === 'segment') {
    const segment = lab.segments.find(({ id }) => id === namespace);
    const device = (name: string) => segment?.cables.find(({ port }) => port === name)?.device;
    return segment && { netns: segment.netns, device };
  }
  const [machine, ...others] = lab.machines.filter(
    (one) => one.namespace.kind === kind && one.namespace.name === namespace,
  );
  if (!machine || others.length > 0) return undefined;
  return { netns: machine.netns, device: (name) => machine.devices.get(name) };
}
