import type { Address } from '../address/address.ts';
import { DEFAULT_TTL, type EndProtocol, type HttpRequest, ipHeaderLength, type Packet } from '../linux/packet.ts';
import type { ProbeOptions } from '../topology/question.ts';

/** What is sent, apart from where to. */
export interface Probe {
  readonly protocol: EndProtocol;
  /** Not for ICMP. */
  readonly port?: number;
  readonly size?: number;
  readonly dontFragment?: boolean;
  readonly ttl?: number;
  readonly request?: HttpRequest;
}

/** An ephemeral port; the kernel's choice is as good as random. */
const SOURCE_PORT = 40000;

/** Bytes behind the IP header: what ping sends, and a TCP SYN with the usual options; others are given a SYN's size. */
const PAYLOADS: Record<EndProtocol, number> = { ICMP: 64, TCP: 40, UDP: 40, SCTP: 40 };

/** The packet of a probe between two addresses. */
export function probePacket(probe: Probe, source: Address, destination: Address): Packet {
  const common = {
    source,
    destination,
    ttl: probe.ttl ?? DEFAULT_TTL,
    length: probe.size ?? ipHeaderLength(source) + PAYLOADS[probe.protocol],
    dontFragment: probe.dontFragment ?? false,
  };
  if (probe.protocol === 'ICMP') return { ...common, protocol: 'ICMP', icmp: { kind: 'echo-request' } };
  const ports = { sourcePort: SOURCE_PORT, destinationPort: probe.port };
  const flags = probe.protocol === 'TCP' ? { flags: 'S' } : {};
  const { protocol, request } = probe;
  return { ...common, ...ports, ...flags, ...(request ? { request } : {}), protocol };
}

/** What a listening application, or the kernel for an echo request, answers. The kernel sets no DF on echo replies. */
export function replyPacket(request: Packet): Packet {
  return {
    protocol: request.protocol,
    source: request.destination,
    destination: request.source,
    sourcePort: request.destinationPort,
    destinationPort: request.sourcePort,
    ttl: DEFAULT_TTL,
    length: request.length,
    dontFragment: request.protocol === 'TCP' && request.dontFragment,
    ...(request.protocol === 'ICMP' ? { icmp: { kind: 'echo-reply' } as const } : {}),
    ...(request.protocol === 'TCP' ? { flags: 'S.' } : {}),
  };
}

export interface PortFact {
  readonly protocol: EndProtocol;
  readonly port: number;
  readonly name?: string;
}

/** The one probe of a `trace`: ICMP when nothing is said, TCP when only a port is. A string says why there is none. */
export function traceProbe(options: ProbeOptions, ports: readonly PortFact[], request?: HttpRequest): Probe | string {
  if (request) return requestProbe(options, ports, request);
  const { protocol, port, size, dontFragment, ttl } = options;
  const shape = { size, dontFragment, ttl };
  if (protocol === 'ICMP' || (protocol === undefined && port === undefined)) return { ...shape, protocol: 'ICMP' };
  if (typeof port === 'number') return { ...shape, protocol: protocol ?? 'TCP', port };
  const found = ports.find(
    (candidate) =>
      (port === undefined || candidate.name === port) && (protocol === undefined || candidate.protocol === protocol),
  );
  if (found) return { ...shape, protocol: found.protocol, port: found.port };
  return port === undefined ? `it listens on no ${protocol} port` : `it has no port named ${port}`;
}

/** The first packet of a connection for HTTP. */
function requestProbe(
  { size, dontFragment, ttl, port }: ProbeOptions,
  ports: readonly PortFact[],
  request: HttpRequest,
): Probe {
  const to = typeof port === 'number' ? port : (ports[0]?.port ?? 80);
  return { size, dontFragment, ttl, protocol: 'TCP', port: to, request };
}

/** Every probe that an `expect` stands for: "any port" is ICMP and every port that the destination listens on. */
export function expectProbes(
  options: ProbeOptions,
  ports: readonly PortFact[],
  request?: HttpRequest,
): readonly Probe[] | string {
  if (request) return [requestProbe(options, ports, request)];
  const { protocol, port, size, dontFragment, ttl } = options;
  if (port !== undefined || protocol === 'ICMP') {
    const probe = traceProbe(options, ports);
    return typeof probe === 'string' ? probe : [probe];
  }
  const shape = { size, dontFragment, ttl };
  const wanted = ports.filter((candidate) => protocol === undefined || candidate.protocol === protocol);
  const probes = wanted.map((candidate) => ({ ...shape, protocol: candidate.protocol, port: candidate.port }));
  if (protocol === undefined) return [{ ...shape, protocol: 'ICMP' }, ...probes];
  return probes.length > 0 ? probes : `it listens on no ${protocol} port`;
}
