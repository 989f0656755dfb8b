import { type Address, formatAddress } from '../../address/address.ts';
import { containsAddress, formatPrefix } from '../../address/prefix.ts';
import type { Packet } from '../../linux/packet.ts';
import type { Origin } from '../../topology/origin.ts';
import type { PortRange } from '../../topology/ports.ts';
import type { SecurityGroup, SecurityGroupRule } from '../../topology/underlay.ts';

export type Direction = SecurityGroupRule['direction'];

export interface GroupVerdict {
  readonly allowed: boolean;
  /** Names of the groups that were asked. */
  readonly groups: string;
  /** The rule that let the packet pass, or a sentence that says that none does. */
  readonly rule: string;
  readonly origin: Origin;
}

/**
 * What the security groups of a card do with a packet that opens a connection: one rule of any of them is enough. Without
 * egress rules everything may leave; nothing comes in that no ingress rule names, not even from members of the group.
 * Source: AWS VPC user guide, "Security groups"; Alibaba Cloud's advanced groups and basic ones with inner access Drop.
 */
export function judgeGroups(
  groups: readonly SecurityGroup[],
  direction: Direction,
  packet: Packet,
  groupsOf: (address: Address) => readonly string[],
): GroupVerdict {
  const names = groups.map(({ name }) => name).join(', ');
  const rules = groups.flatMap((group) => group.rules.filter((rule) => rule.direction === direction));
  const peer = direction === 'ingress' ? packet.source : packet.destination;
  const found = rules.find((rule) => hasPeer(rule, peer, groupsOf) && hasPort(rule, packet));
  if (found) return { allowed: true, groups: names, rule: formatGroupRule(found), origin: found.origin };
  const { origin } = groups[0]!;
  if (direction === 'egress' && rules.length === 0)
    return { allowed: true, groups: names, rule: 'egress to all', origin };
  const what = `${words(packet)} ${direction === 'ingress' ? 'from' : 'to'} ${formatAddress(peer)}`;
  return { allowed: false, groups: names, rule: `no ${direction} rule of ${names} for ${what}`, origin };
}

function hasPeer(
  { peers }: SecurityGroupRule,
  peer: Address,
  groupsOf: (address: Address) => readonly string[],
): boolean {
  if (peers.length === 0) return true;
  return peers.some(({ value }) =>
    typeof value === 'string' ? groupsOf(peer).includes(value) : containsAddress(value, peer),
  );
}

/** A rule without ports is about every protocol, those without ports too. */
function hasPort({ ports }: SecurityGroupRule, { protocol, destinationPort }: Packet): boolean {
  if (ports.length === 0) return true;
  return ports.some(({ protocol: own, from, to }) => {
    if (own !== undefined && own !== protocol) return false;
    if (from === undefined) return own !== undefined || protocol !== 'IPIP';
    return destinationPort !== undefined && from <= destinationPort && destinationPort <= (to ?? from);
  });
}

function words({ protocol, destinationPort }: Packet): string {
  if (protocol === 'IPIP') return 'IP in IP (protocol 4)';
  return destinationPort === undefined ? protocol : `${protocol} ${destinationPort}`;
}

/** `ingress from 10.0.0.0/8 port 80/TCP`, as the language writes it. */
function formatGroupRule({ direction, peers, ports }: SecurityGroupRule): string {
  const side = direction === 'ingress' ? 'from' : 'to';
  const named = peers.map(({ value }) => (typeof value === 'string' ? value : formatPrefix(value)));
  const who = named.length > 0 ? named.join(' ') : 'all';
  return `${direction} ${side} ${who}${ports.map((port) => ` port ${formatPort(port)}`).join('')}`;
}

function formatPort({ protocol = 'TCP', from, to }: PortRange): string {
  if (from === undefined) return protocol;
  return to === undefined || to === from ? `${from}/${protocol}` : `${from}..${to}/${protocol}`;
}
