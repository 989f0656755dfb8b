/// <reference types="node" />
import { readFileSync } from 'node:fs';
import type { NetworkNamespace } from '../../../network/linux/namespace.ts';
import type { Network } from '../../../network/machines/network.ts';
import { machineKeys } from '../../../network/machines/show/find.ts';
import type { Encapsulation, Frame, Hop, TracePath } from '../../../network/trace/result.ts';
import { trace } from '../../../network/trace/trace.ts';
import { networkOf } from '../../support/models.ts';
import type { Mechanism } from './mechanisms.ts';

/** The columns of a row, as the model of the mechanism's file answers them. */
export interface Row {
  readonly devices: string;
  readonly route: string;
  readonly encapsulation: string;
  readonly mtu: string;
  readonly ttl: string;
  /** Whose address the container on the other machine sees, and a machine that has nothing to do with either. */
  readonly seenByPeer: string;
  readonly seenOutside: string;
  /** Undefined where there are no policies to enforce. */
  readonly policy?: 'yes' | 'no';
}

const folder = new URL('../../fixtures/networks/', import.meta.url);

/**
 * The first trace of a file goes to a container on another machine, the second to the machine `outside`, the third (in a
 * cluster) to a pod that no policy admits anything to.
 */
export async function rowOf({ file }: Mechanism): Promise<Row> {
  const network = await networkOf(readFileSync(new URL(`${file}.knet`, folder), 'utf8'));
  const [peer, outside, shut] = network.topology.traces.map((question) => trace(network, question).paths[0]!);
  const source = namespaceOf(network, peer!.forward[0]!);
  const machine = network.topology.clusters.length > 0 ? 'n1' : 'h1';
  const host = network.namespace(machineKeys(network, machine)[0]!)!;
  return {
    devices: devicesOf(host) || 'none',
    route: routeOf(peer!, machine) ?? '–',
    encapsulation: encapsulationOf(peer!),
    mtu: mtuOf(source),
    ttl: peer!.disposition === 'DELIVERED' ? `${arrived(peer!)!.ttl}` : peer!.disposition,
    seenByPeer: seen(peer!, source, host),
    seenOutside: seen(outside!, source, host),
    ...(shut ? { policy: shut.disposition === 'DENIED_BY_POLICY' ? 'yes' : 'no' } : {}),
  };
}

function namespaceOf(network: Network, { namespace }: Hop): NetworkNamespace {
  const [key] = machineKeys(network, namespace);
  return network.namespace(key!)!;
}

/** Devices beside lo and the machine's own first card; the ends of containers' veths by what their names begin with. */
function devicesOf({ devices }: NetworkNamespace): string {
  const names = [...devices.values()].flatMap((device) => {
    if (device.kind === 'loopback' || device.name === 'eth0') return [];
    const leads = device.kind === 'veth' && /^(pod|container|overlay):/.test(device.peer.namespace);
    return leads ? `${device.name.replace(/[0-9a-f]{7,11}$/, '')}…` : device.name;
  });
  return [...new Set(names)].map((name) => `\`${name}\``).join(', ');
}

/** What the machine looks the destination up by; a container's own route where the machine only bridges. */
function routeOf({ forward }: TracePath, machine: string): string | undefined {
  const all = forward.flatMap(({ namespace, steps }) => steps.map((step) => ({ namespace, step })));
  const wrapped = all.findIndex(({ step }) => step.type === 'encapsulate');
  const routes = all
    .slice(0, wrapped < 0 ? undefined : wrapped)
    .flatMap(({ namespace, step }) => (step.type === 'route' && step.table !== 'local' ? [{ namespace, step }] : []));
  const found = routes.find(({ namespace }) => namespace === machine) ?? routes[0];
  if (!found?.step.rule) return undefined;
  const table = found.step.table ? ` (table ${found.step.table})` : '';
  return `\`${found.step.rule}\`${table}${found.namespace === machine ? '' : ' in the container'}`;
}

const CARRIERS: Readonly<Record<Encapsulation['kind'], string>> = {
  vxlan: 'VXLAN, UDP',
  ipip: 'IPIP, protocol 4',
  udp: 'UDP',
  sleeve: 'sleeve, UDP',
};

function encapsulationOf({ forward }: TracePath): string {
  const found = forward.flatMap(({ steps }) =>
    steps.flatMap((step) => ('frame' in step ? (step.frame?.encapsulation ?? []) : [])),
  );
  const words = found.map(({ kind, port }) => `${CARRIERS[kind]}${port === undefined ? '' : ` ${port}`}`);
  return [...new Set(words)].join(' and ') || 'none';
}

function mtuOf({ devices }: NetworkNamespace): string {
  const device = devices.get('eth0');
  return device ? `${device.mtu}` : '–';
}

/** The packet as it was taken. */
function arrived({ forward }: TracePath): Frame | undefined {
  const step = forward.at(-1)?.steps.find(({ type }) => type === 'deliver');
  return step && 'frame' in step ? step.frame : undefined;
}

function seen(path: TracePath, source: NetworkNamespace, host: NetworkNamespace): string {
  const frame = arrived(path);
  if (!frame) return '–';
  const has = ({ devices }: NetworkNamespace) =>
    [...devices.values()].some(({ addresses }) => addresses.some(({ address }) => formatted(address) === frame.source));
  if (source !== host && has(source)) return 'its own';
  return has(host) ? "the machine's" : frame.source;
}

function formatted(address: number | bigint): string {
  if (typeof address === 'bigint') return '';
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.');
}
