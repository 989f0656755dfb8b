import { createNetwork } from '../../../network/machines/create.ts';
import type { NetworkOptions } from '../../../network/machines/network.ts';
import { allocator } from '../../../network/topology/allocate.ts';
import { trace } from '../../../network/trace/trace.ts';
import { type Capture, type CapturedFrame, framesOf } from '../../support/captures.ts';
import { topologyOf } from '../../support/examples.ts';
import type { ProbeCapture } from './folder.ts';

/** The frames that only the capture (`-`) or only the trace (`+`) has, of the way that differs least; empty when they agree. */
export async function probeDifferences(probe: ProbeCapture, options: NetworkOptions = {}): Promise<string[]> {
  const { network, result } = await asked(probe, options);
  const ways = result.paths.map((path) => difference(probe.capture.frames, framesOf(network, path)));
  return ways.sort((a, b) => a.length - b.length)[0] ?? ['! the trace has no way'];
}

/** The trace that a probe's first frame asks for. */
export async function asked({ model, capture }: ProbeCapture, options: NetworkOptions = {}) {
  const topology = await topologyOf(`${model.replace(/^(expect|trace)\b.*$/gm, '')}\ntrace ${questionOf(capture)}\n`);
  const network = createNetwork(topology, allocator(topology), options);
  return { topology, network, result: trace(network, topology.traces[0]!) };
}

/** A `size` is said of pings alone: a TCP probe is a SYN. */
function questionOf({ protocol, from, to, frames }: Capture): string {
  const [first] = frames;
  // The first frame may be a fragment; br_netfilter puts fragments together, and shows how long the packet is.
  const lengths = frames.filter(({ what }) => what === first!.what).map(({ length }) => length);
  const sized = protocol === 'TCP' ? '' : ` size ${Math.max(...lengths)}`;
  const end = protocol === 'ICMP' ? `${to} ICMP` : `${to}/${protocol}`;
  return `${from} -> ${end}${sized} ttl ${first!.ttl}`;
}

/** Frame for frame, on each device in order; ports that the kernel drew count as the probe's own. */
function difference(captured: readonly CapturedFrame[], traced: readonly CapturedFrame[]): string[] {
  const known = new Set(traced.flatMap(({ what }) => portsOf(what)));
  const own = byDevice(captured).map((frame) => textOf({ ...frame, what: withKnownPorts(frame.what, known) }));
  const other = byDevice(traced).map(textOf);
  if (own.join('\n') === other.join('\n')) return [];
  const only = (some: string[], rest: string[], sign: string) =>
    some.filter((line) => !rest.includes(line)).map((line) => `${sign} ${line}`);
  const found = [...only(own, other, '-'), ...only(other, own, '+')];
  return found.length > 0 ? found : ['! the same frames in another order'];
}

/** A capture tells no more of devices than what each of them saw. */
function byDevice(frames: readonly CapturedFrame[]): readonly CapturedFrame[] {
  const place = ({ namespace, device }: CapturedFrame) => `${namespace} ${device}`;
  return [...frames].sort((a, b) => (place(a) < place(b) ? -1 : place(a) > place(b) ? 1 : 0));
}

const portsOf = (what: string) => what.match(/\d+(?=>)|(?<=>)\d+/g) ?? [];
const PROBE_PORT = '40000';

function withKnownPorts(what: string, known: ReadonlySet<string>): string {
  return what.replace(/\d+(?=>)|(?<=>)\d+/g, (port) => (known.has(port) ? port : PROBE_PORT));
}

function textOf({ encapsulation = [], ...frame }: CapturedFrame): string {
  const inner = `${frame.namespace} ${frame.device} ${frame.direction} ${frame.source} > ${frame.destination} ttl ${frame.ttl} length ${frame.length} ${frame.what}`;
  const outer = encapsulation.map((one) => `${JSON.stringify(one, Object.keys(one).sort())}`);
  return [inner, ...outer].join(' in ');
}
