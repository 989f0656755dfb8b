import { address, prefix } from '../../../network/address/parse.ts';
import type { Vxlan } from '../../../network/linux/device.ts';
import type { NetworkNamespace } from '../../../network/linux/namespace.ts';
import { createNetwork } from '../../../network/machines/create.ts';
import type { Network, NetworkOptions } from '../../../network/machines/network.ts';
import { machineKeys } from '../../../network/machines/show/find.ts';
import { allocator } from '../../../network/topology/allocate.ts';
import { topologyOf } from '../../support/examples.ts';
import type { ProbeCapture, TableCapture } from './folder.ts';
import { asked } from './probes.ts';

const WRONG_MAC = '02:00:00:00:00:99';

/** One entry of the kind of table that a capture shows is made wrong on its machine. */
export async function wrongInTable({ model, machine, command }: TableCapture): Promise<NetworkOptions> {
  const topology = await topologyOf(model);
  const [key] = machineKeys(createNetwork(topology, allocator(topology)), machine);
  const [, wrong] = WRONG.find(([words]) => words.test(command))!;
  return { mutate: { [key!]: wrong } };
}

const WRONG: readonly (readonly [RegExp, (namespace: NetworkNamespace) => void])[] = [
  [/\bneigh?\b/, wrongNeighbour],
  [/\bfdb\b/, wrongForwarding],
  [/\b(link|a|addr|address)\b/, wrongMtu],
  [/\brule\b/, ({ rules }) => rules.push({ priority: 7, table: 'main' })],
  [/iptables/, ({ netfilter }) => netfilter.append('filter', 'FORWARD', { matches: [], target: { kind: 'DROP' } })],
  [
    /calicoctl/,
    (namespace) => {
      namespace.bgp = () => ['Calico process is not running.'];
    },
  ],
  [/\br(oute)?\b/, wrongRoute],
];

function wrongNeighbour({ devices }: NetworkNamespace): void {
  for (const { neighbours } of devices.values()) {
    const [first = { address: address('192.0.2.1'), state: 'PERMANENT' as const }] = neighbours.all();
    neighbours.set({ ...first, mac: WRONG_MAC });
  }
}

function wrongForwarding({ devices }: NetworkNamespace): void {
  for (const device of devices.values()) {
    const [first] = device.kind === 'vxlan' || device.kind === 'bridge' ? device.fdb.all() : [];
    if (first) (device as Vxlan).fdb.delete(first.mac);
  }
}

function wrongMtu({ devices }: NetworkNamespace): void {
  for (const device of devices.values()) device.mtu -= 1;
}

/** The last one, which is no default route. */
function wrongRoute({ main }: NetworkNamespace): void {
  const { destination } = main.all().at(-1)!;
  main.delete(destination);
  main.add({ type: 'unreachable', destination, scope: 'global' });
}

/** On the first machine that looks up a route, that route leads nowhere; on one that only bridges, the frame to another port. */
export async function wrongInProbe(probe: ProbeCapture): Promise<NetworkOptions> {
  const { network, result } = await asked(probe);
  for (const { kind, namespace, steps } of result.paths[0]!.forward) {
    if (kind !== 'node') continue;
    const route = steps.find((step) => step.type === 'route');
    const wrong = route?.rule === undefined ? wrongPort : wrongRule(route.rule);
    return { mutate: { [keyOf(network, namespace)]: wrong } };
  }
  throw new Error('the packet passes no node');
}

function wrongRule(rule: string): (namespace: NetworkNamespace) => void {
  const [first = ''] = rule.split(' ').filter((word) => !/^(blackhole|unreachable|prohibit)$/.test(word));
  const destination = prefix(first === 'default' ? '0.0.0.0/0' : first.includes('/') ? first : `${first}/32`);
  return ({ main }) => {
    main.delete(destination);
    main.add({ type: 'blackhole', destination, scope: 'global' });
  };
}

/** All that the bridge has learnt is said of one port: what belongs to another one does not get there. */
function wrongPort({ devices }: NetworkNamespace): void {
  for (const device of devices.values()) {
    if (device.kind !== 'bridge') continue;
    const [first, ...others] = [...device.fdb.all()];
    for (const other of others) device.fdb.set({ ...other, port: first!.port });
    const [second] = others;
    if (first && second) device.fdb.set({ ...first, port: second.port });
  }
}

function keyOf(network: Network, name: string): string {
  return machineKeys(network, name)[0]!;
}
