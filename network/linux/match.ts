import type { Address } from '../address/address.ts';
import { containsAddress } from '../address/prefix.ts';
import type { Packet } from './packet.ts';
import type { AddressType, ConnectionState, Match, NamedSet, SetValue } from './rule.ts';

/** Everything about a packet at a hook that a rule may ask for. */
export interface HookContext {
  readonly packet: Packet;
  /** Names of the devices that it came in by and will leave by, as far as the hook knows them. */
  readonly in?: string;
  readonly out?: string;
  /** Gateway of the route that it leaves by. */
  readonly nextHop?: Address;
  /** Names of the bridge ports, for bridged packets. */
  readonly physIn?: string;
  readonly physOut?: string;
  readonly state: ConnectionState;
  /** Whether the connection's destination or source was translated. */
  readonly translated?: { readonly destination: boolean; readonly source: boolean };
  /** The virtual server that the connection came to, where IPVS has chosen its destination. */
  readonly virtual?: SetValue;
  readonly sets: ReadonlyMap<string, NamedSet>;
  addressType(address: Address): AddressType;
  /** The packet's connection, of which CONNMARK sets the mark. */
  readonly connection?: { mark?: number };
  /** Whether a device has the address. */
  isOn?(device: string, address: Address): boolean;
  /** Decides about a chance: true with that probability. */
  chance(probability: number): boolean;
}

/** Whether all conditions hold. Chance comes last: nothing is thrown for a packet that the rule is not about. */
export function allHold(matches: readonly Match[], context: HookContext): boolean {
  return (
    matches.every((match) => match.kind === 'statistic' || holds(match, context)) &&
    matches.every((match) => match.kind !== 'statistic' || holds(match, context))
  );
}

function holds(match: Match, context: HookContext): boolean {
  return test(match, context) !== (match.not ?? false);
}

function test(match: Match, context: HookContext): boolean {
  const { packet } = context;
  switch (match.kind) {
    case 'source':
    case 'destination':
      return containsAddress(match.prefix, packet[match.kind]);
    case 'protocol':
      return match.protocol === packet.protocol;
    case 'in':
    case 'out':
      return named(match.device, context[match.kind]);
    case 'sport':
      return between(packet.sourcePort, match.from, match.to);
    case 'dport':
      return between(packet.destinationPort, match.from, match.to);
    case 'multiport': {
      const port = match.side === 'sports' ? packet.sourcePort : packet.destinationPort;
      return port !== undefined && match.ports.includes(port);
    }
    case 'icmp':
      return isIcmp(packet, match.type, match.code);
    case 'mark':
      return ((packet.mark ?? 0) & match.mask) === match.value;
    case 'statistic':
      return context.chance(match.probability);
    case 'set':
      return context.sets.get(match.set)?.has(match.directions.map((side) => endOf(packet, side))) ?? false;
    case 'conntrack':
      return match.states.some((state) => hasState(context, state));
    case 'addrtype':
      return isOfType(context, match.side === 'src' ? packet.source : packet.destination, match);
    case 'physdev':
      return isPhysical(match, context);
    case 'recent':
      // Nothing was noted before the first packet of a trace.
      return match.set;
    case 'transport':
      return match.protocol === packet.protocol;
    case 'ipvs':
      return isVirtual(context, match);
    case 'comment':
      return true;
  }
}

/** No device at this hook: the condition does not hold, and its negation does (`ip_packet_match`). */
function named(pattern: string, device: string | undefined): boolean {
  if (device === undefined) return false;
  return pattern.endsWith('+') ? device.startsWith(pattern.slice(0, -1)) : device === pattern;
}

function between(port: number | undefined, from: number, to = from): boolean {
  return port !== undefined && from <= port && port <= to;
}

function isIcmp({ icmp }: Packet, type: number, code: number | undefined): boolean {
  if (!icmp) return false;
  if (icmp.kind === 'error') return icmp.type === type && (code === undefined || icmp.code === code);
  return type === (icmp.kind === 'echo-request' ? 8 : 0) && (code ?? 0) === 0;
}

function endOf(packet: Packet, side: 'src' | 'dst'): SetValue {
  const { protocol } = packet;
  if (side === 'src') return { address: packet.source, protocol, port: packet.sourcePort };
  return { address: packet.destination, protocol, port: packet.destinationPort };
}

function hasState({ state, translated }: HookContext, wanted: ConnectionState | 'DNAT' | 'SNAT'): boolean {
  if (wanted === 'DNAT') return translated?.destination ?? false;
  if (wanted === 'SNAT') return translated?.source ?? false;
  return state === wanted;
}

/** With a limit an address of another device of the machine is a unicast one (`__inet_dev_addr_type`). */
function isOfType(
  context: HookContext,
  address: Address,
  { type, limit }: Extract<Match, { kind: 'addrtype' }>,
): boolean {
  const found = context.addressType(address);
  if (limit === undefined || found !== 'LOCAL') return found === type;
  const device = context[limit];
  const isThere = device !== undefined && (context.isOn?.(device, address) ?? false);
  return (isThere ? 'LOCAL' : 'UNICAST') === type;
}

function isVirtual({ virtual }: HookContext, { address, protocol, port }: Extract<Match, { kind: 'ipvs' }>): boolean {
  return virtual?.address === address && virtual.protocol === protocol && virtual.port === port;
}

function isPhysical(match: Extract<Match, { kind: 'physdev' }>, { physIn, physOut }: HookContext): boolean {
  if (match.in !== undefined && !named(match.in, physIn)) return false;
  if (match.out !== undefined && !named(match.out, physOut)) return false;
  if (match.isIn && physIn === undefined) return false;
  return match.bridged !== true || physOut !== undefined;
}
