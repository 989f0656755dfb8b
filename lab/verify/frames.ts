import type { Encapsulation, Frame } from '../../network/trace/result.ts';

/** A frame on a device of the lab: one that a trace tells of, or one that a capture shows. */
export interface Sighting {
  readonly netns: string;
  readonly device: string;
  readonly direction: 'in' | 'out';
  readonly frame: Frame;
}

/** A port as it is compared; ephemeral ones are the kernel's choice and all alike. */
export type PortText = (port: number) => string;

/**
 * Ports that are compared as numbers are those that the expectation has, apart from the probe's own source port: any
 * other is one that a kernel chose, and is told as `*`.
 */
export function portsOf(expected: readonly Sighting[], ephemeral: number): PortText {
  const fixed = new Set(expected.flatMap(({ frame }) => [frame.sourcePort, frame.destinationPort]));
  fixed.delete(ephemeral);
  return (port) => (fixed.has(port) ? `${port}` : '*');
}

/** Everything about a sighting that is compared, in one line. */
export function lineOf({ netns, device, direction, frame }: Sighting, ports: PortText): string {
  const end = (address: string, port: number | undefined) =>
    port === undefined ? address : `${address}:${ports(port)}`;
  const words = [
    `${netns} ${device} ${direction}`,
    `${end(frame.source, frame.sourcePort)} > ${end(frame.destination, frame.destinationPort)}`,
    frame.protocol,
    frame.icmp ?? frame.flags ?? '',
    `ttl ${frame.ttl} length ${frame.length}`,
    ...(frame.encapsulation ?? []).map(outerText),
  ];
  return words.filter((word) => word !== '').join(' ');
}

function outerText({ kind, source, destination, port, vni, length, ttl }: Encapsulation): string {
  const at = port === undefined ? '' : `:${port}`;
  const network = vni === undefined ? '' : ` vni ${vni}`;
  const life = ttl === undefined ? '' : ` ttl ${ttl}`;
  return `in ${kind} ${source} > ${destination}${at}${network}${life} length ${length}`;
}
