import { type Address, type Family, formatAddress } from '../../../address/address.ts';
import { containsAddress, formatPrefix } from '../../../address/prefix.ts';
import type { NamedSet, SetValue } from '../../../linux/rule.ts';
import type { Protocol } from '../../../topology/ports.ts';
import type { ProxiedPort, ServicePorts } from '../../services/service-ports.ts';
import { hasSourceRanges, trafficOf } from '../../services/traffic.ts';
import type { Bound } from './dummy.ts';

/** What the sets of one node are made of. */
export interface SetContext {
  readonly ports: ServicePorts;
  readonly node: string;
  nodeAddresses(): ReadonlySet<Address>;
  /** Bound to kube-ipvs0. */
  readonly bound: Bound;
  /** Source ranges hold the node's address, so that it may ask the load balancer. */
  holdsNode(port: ProxiedPort): boolean;
}

/** The name of a set; those of IPv6 say so, and a name has 31 characters at most. */
export function setName(name: string, family: Family): string {
  return family === 4 ? name : name.replace('KUBE-', 'KUBE-6-').slice(0, 31);
}

/** Every set that kube-proxy makes in mode ipvs, by its IPv4 name (kube-proxy 1.30, `ipsetInfo`). */
export function ipvsSets(context: SetContext): ReadonlyMap<string, NamedSet> {
  const external = (port: ProxiedPort) => port.externalIPs;
  const balanced = (port: ProxiedPort) => port.loadBalancerIPs;
  const local = (port: ProxiedPort) => trafficOf(port, context.node).externalLocal;
  const ranged = (port: ProxiedPort) => hasSourceRanges(port.service);
  const places = (addresses: (port: ProxiedPort) => readonly Address[], wanted: (port: ProxiedPort) => boolean) =>
    placeSet(context, addresses, wanted);
  const always = () => true;
  return new Map<string, NamedSet>([
    ['KUBE-LOOP-BACK', loopBack(context)],
    ['KUBE-CLUSTER-IP', places((port) => [port.clusterIP], always)],
    ['KUBE-EXTERNAL-IP', places(external, (port) => !local(port))],
    ['KUBE-EXTERNAL-IP-LOCAL', places(external, local)],
    ['KUBE-LOAD-BALANCER', places(balanced, always)],
    ['KUBE-LOAD-BALANCER-LOCAL', places(balanced, local)],
    ['KUBE-LOAD-BALANCER-FW', places(balanced, ranged)],
    ['KUBE-LOAD-BALANCER-SOURCE-IP', sourceAddresses(context)],
    ['KUBE-LOAD-BALANCER-SOURCE-CIDR', sourceRanges(context)],
    ...(['TCP', 'UDP', 'SCTP'] as const).flatMap((protocol): [string, NamedSet][] => [
      [`KUBE-NODE-PORT-${suffix(protocol)}`, nodePorts(context, protocol, always)],
      [`KUBE-NODE-PORT-LOCAL-${suffix(protocol)}`, nodePorts(context, protocol, local)],
    ]),
    ['KUBE-HEALTH-CHECK-NODE-PORT', { type: 'bitmap:port', has: () => false, entries: () => [] }],
    ['KUBE-IPVS-IPS', boundAddresses(context)],
  ]);
}

/** Ports of SCTP do not fit into a bitmap of ports: there the set holds node addresses too. */
export function suffix(protocol: Protocol): string {
  return protocol === 'SCTP' ? 'SCTP-HASH' : protocol;
}

function placeSet(
  { ports }: SetContext,
  addresses: (port: ProxiedPort) => readonly Address[],
  wanted: (port: ProxiedPort) => boolean,
): NamedSet {
  const holds = (port: ProxiedPort, address: Address) => addresses(port).includes(address) && wanted(port);
  return {
    type: 'hash:ip,port',
    has: ([end, other]) =>
      end !== undefined && ports.at(end.protocol, end.address, other?.port).some((port) => holds(port, end.address)),
    *entries() {
      for (const port of ports.all) {
        if (!wanted(port)) continue;
        for (const address of addresses(port)) yield placeText(address, port.port);
      }
    },
  };
}

/** A pod of this node that asks a Service and is led to itself. */
function loopBack({ ports, node }: SetContext): NamedSet {
  const own = (port: ProxiedPort) => port.endpoints().filter((endpoint) => endpoint.node === node);
  return {
    type: 'hash:ip,port,ip',
    // Cheap questions first: few packets have the same address at both ends.
    has([end, other, source]) {
      if (!end || end.address !== source?.address) return false;
      const here = (port: ProxiedPort) =>
        port.port.protocol === end.protocol &&
        (typeof port.port.targetPort === 'string' || port.port.targetPort === other?.port) &&
        own(port).some(({ address, port: number }) => address === end.address && number === other?.port);
      return ports.all.some(here);
    },
    *entries() {
      for (const port of ports.all) {
        for (const { address, port: number } of own(port))
          yield `${placeText(address, { ...port.port, port: number })},${formatAddress(address)}`;
      }
    },
  };
}

function nodePorts(
  { ports, nodeAddresses }: SetContext,
  protocol: Protocol,
  wanted: (port: ProxiedPort) => boolean,
): NamedSet {
  const hashed = protocol === 'SCTP';
  const at = (number: number | undefined) => ports.onNodePort(protocol, number).some(wanted);
  return {
    type: hashed ? 'hash:ip,port' : 'bitmap:port',
    has: ([end, other]) =>
      hashed ? end !== undefined && nodeAddresses().has(end.address) && at(other?.port) : at(end?.port),
    *entries() {
      for (const port of ports.all) {
        if (port.nodePort === undefined || port.port.protocol !== protocol || !wanted(port)) continue;
        if (!hashed) yield String(port.nodePort);
        else for (const address of nodeAddresses()) yield placeText(address, { protocol, port: port.nodePort });
      }
    },
  };
}

function sourceRanges({ ports }: SetContext): NamedSet {
  return {
    type: 'hash:ip,port,net',
    has: ([end, other, source]) =>
      end !== undefined &&
      source !== undefined &&
      balancedAt(ports, end, other).some(({ service }) =>
        service.loadBalancerSourceRanges.some(({ value }) => containsAddress(value, source.address)),
      ),
    *entries() {
      for (const { loadBalancerIPs, port, service } of ports.all) {
        for (const address of loadBalancerIPs)
          for (const { value } of service.loadBalancerSourceRanges)
            yield `${placeText(address, port)},${formatPrefix(value)}`;
      }
    },
  };
}

/** A node that has the load balancer's address itself sends from it. */
function sourceAddresses({ ports, holdsNode }: SetContext): NamedSet {
  return {
    type: 'hash:ip,port,ip',
    has: ([end, other, source]) =>
      end !== undefined && end.address === source?.address && balancedAt(ports, end, other).some(holdsNode),
    *entries() {
      for (const port of ports.all) {
        if (!holdsNode(port)) continue;
        for (const address of port.loadBalancerIPs) yield `${placeText(address, port.port)},${formatAddress(address)}`;
      }
    },
  };
}

function balancedAt(ports: ServicePorts, end: SetValue, other: SetValue | undefined): readonly ProxiedPort[] {
  const found = ports.at(end.protocol, end.address, other?.port);
  return found.filter(({ loadBalancerIPs }) => loadBalancerIPs.includes(end.address));
}

function boundAddresses({ bound }: SetContext): NamedSet {
  return {
    type: 'hash:ip',
    has: ([end]) => end !== undefined && bound.originOf(end.address) !== undefined,
    *entries() {
      for (const address of bound.all()) yield formatAddress(address);
    },
  };
}

/** `10.96.0.12,tcp:80`. */
function placeText(
  address: Address,
  { protocol, port }: { readonly protocol: Protocol; readonly port: number },
): string {
  return `${formatAddress(address)},${protocol.toLowerCase()}:${port}`;
}
