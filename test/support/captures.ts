/// <reference types="node" />
import { readFileSync } from 'node:fs';
import type { Network } from '../../network/machines/network.ts';
import { machineKeys } from '../../network/machines/show/find.ts';
import type { Encapsulation, Frame, Hop, TracePath } from '../../network/trace/result.ts';

/** A frame of `test/fixtures/captures/kernel`. */
export interface CapturedFrame {
  readonly namespace: string;
  readonly device: string;
  readonly direction: 'in' | 'out';
  readonly source: string;
  readonly destination: string;
  readonly ttl: number;
  readonly length: number;
  readonly what: string;
  readonly encapsulation?: readonly Omit<Encapsulation, 'ttl'>[];
}

export interface Capture {
  readonly protocol: string;
  readonly from: string;
  readonly to: string;
  readonly outcome: string;
  readonly frames: readonly CapturedFrame[];
}

export function captures(file: string): Record<string, Capture> {
  return JSON.parse(fixture(`kernel/${file}`)) as Record<string, Capture>;
}

export function fixture(file: string): string {
  return readFileSync(new URL(`../fixtures/captures/${file}`, import.meta.url), 'utf8');
}

/**
 * What captures on every device would have shown of a path, there and back, or of the error that tells the sender. Only what the capture itself calls otherwise
 * is renamed: the LAN's bridge is `sw`, a pod stands there without its Kubernetes namespace, its host device is `veth-<pod>`.
 */
export function framesOf(network: Network, path: TracePath): CapturedFrame[] {
  return [...path.forward, ...(path.reply ?? []), ...(path.error ?? [])].flatMap((hop) => hopFrames(network, hop));
}

function hopFrames(network: Network, hop: Hop): CapturedFrame[] {
  const namespace = hop.kind === 'segment' ? 'sw' : hop.namespace.replace(/^.*\//, '');
  return hop.steps.flatMap((step): CapturedFrame[] => {
    if (step.type !== 'receive' && step.type !== 'transmit') return [];
    const { source, destination, ttl, length, encapsulation } = step.frame;
    const device = hop.kind === 'node' ? podDevice(network, hop.namespace, step.device) : step.device;
    const what = whatOf(step.frame);
    const outer = encapsulation?.map(({ ttl: _, ...rest }) => rest);
    const frame = { namespace, device, source, destination, ttl, length, what };
    const direction = step.type === 'receive' ? 'in' : 'out';
    return [{ ...frame, direction, ...(outer ? { encapsulation: outer } : {}) }];
  });
}

/** In the words of the captures: `icmp echo`, `icmp unreach/3`, `tcp 40000>80 [SA]`. */
function whatOf({ icmp, protocol, sourcePort, destinationPort, flags = '' }: Frame): string {
  if (icmp === undefined)
    return `${protocol.toLowerCase()} ${sourcePort}>${destinationPort} [${flags.replace('.', 'A')}]`;
  const unreachable = /^type 3 code (\d+)$/.exec(icmp)?.[1];
  if (unreachable !== undefined) return `icmp unreach/${unreachable}`;
  return icmp === 'echo-request' ? 'icmp echo' : `icmp ${icmp}`;
}

/** A capture's frames with the source port of a probe in the place of the one that the kernel drew. */
export function withProbePort(frames: readonly CapturedFrame[]): readonly CapturedFrame[] {
  return frames.map((frame) => ({ ...frame, what: frame.what.replace(/\d{5}/, '40000') }));
}

function podDevice(network: Network, node: string, name: string): string {
  const [key = ''] = machineKeys(network, node);
  const device = network.namespace(key)?.devices.get(name);
  if (device?.kind !== 'veth') return name;
  return `veth-${device.peer.namespace.slice(device.peer.namespace.lastIndexOf('/') + 1)}`;
}
