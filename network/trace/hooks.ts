import { addressType } from '../linux/address-type.ts';
import type { Tracked, Tuple } from '../linux/conntrack.ts';
import type { HookContext } from '../linux/match.ts';
import type { NetworkNamespace } from '../linux/namespace.ts';
import { evaluateNft } from '../linux/nftables-passage.ts';
import type { HookName, SetValue } from '../linux/rule.ts';
import { isTranslated } from '../linux/translation.ts';
import { answerOfVirtualServer, isForVirtualServer } from './balanced.ts';
import { translateAt } from './nat.ts';
import { settle } from './outcome.ts';
import { passPolicies } from './policy.ts';
import { isWithin, type Station, type Stretch, stationsAt } from './stations.ts';
import { conntrackOf, type End, type Walk } from './walk.ts';

/** Devices and bridge ports that a hook knows of. */
export type Ways = Pick<HookContext, 'in' | 'out' | 'physIn' | 'physOut' | 'nextHop'>;

/**
 * Sends a packet through the tables of a hook, in the kernel's order, or through a stretch of them; it goes on, changed
 * perhaps, or ends.
 */
export function passHook(
  walk: Walk,
  namespace: NetworkNamespace,
  hook: HookName,
  tracked: Tracked,
  ways: Ways,
  stretch: Stretch = {},
): Tracked | End {
  let current = tracked;
  for (const station of stationsAt(namespace, hook, tracked.packet)) {
    if (!isWithin(station, stretch)) continue;
    const passed = passStation(walk, namespace, hook, station, current, ways);
    if ('kind' in passed) return passed;
    current = passed;
  }
  const done = stretch.below === undefined && (hook === 'INPUT' || hook === 'POSTROUTING');
  if (done) conntrackOf(walk, namespace.key).confirm(current);
  return current;
}

function passStation(
  walk: Walk,
  namespace: NetworkNamespace,
  hook: HookName,
  station: Station,
  tracked: Tracked,
  ways: Ways,
): Tracked | End {
  if (station.kind === 'ipvs') return answerOfVirtualServer(walk, namespace, tracked);
  if (station.kind === 'nat')
    return translateAt(walk, namespace, hook, tracked, contextOf(walk, namespace, tracked, ways));
  if (station.kind === 'nftables') {
    const outcome = evaluateNft(station.table, station.chain, contextOf(walk, namespace, tracked, ways));
    const table = `${station.table.family} ${station.table.name}`;
    return settle(walk, namespace, hook, { table, chain: station.chain.name }, tracked, outcome);
  }
  // What IPVS will send on is judged then, when its destination is known.
  const later = hook === 'INPUT' && isForVirtualServer(namespace, tracked.packet);
  const judged = station.table === 'filter' && !later;
  const denied = judged ? passPolicies(walk, namespace, hook, tracked, ways) : undefined;
  if (denied) return denied;
  const netfilter = namespace.netfilterOf(tracked.packet.destination);
  if (!netfilter.hasTable(station.table)) return tracked;
  const outcome = netfilter.evaluate(station.table, hook, contextOf(walk, namespace, tracked, ways));
  return settle(walk, namespace, hook, { table: station.table, chain: hook }, tracked, outcome);
}

/** PREROUTING and OUTPUT: behind the table raw, conntrack finds the packet's connection. */
export function trackAndPass(
  walk: Walk,
  namespace: NetworkNamespace,
  hook: 'PREROUTING' | 'OUTPUT',
  tracked: Tracked | Tracked['packet'],
  ways: Ways,
  stretch?: Stretch,
): Tracked | End {
  const known = 'state' in tracked ? tracked : conntrackOf(walk, namespace.key).track(tracked);
  return passHook(walk, namespace, hook, known, ways, stretch);
}

function contextOf(walk: Walk, namespace: NetworkNamespace, tracked: Tracked, ways: Ways): HookContext {
  const { packet, state, connection } = tracked;
  return {
    ...ways,
    packet,
    state,
    connection,
    translated: connection && {
      destination: isTranslated(connection, 'destination'),
      source: isTranslated(connection, 'source'),
    },
    virtual: connection?.balanced ? virtualServerOf(connection.original) : undefined,
    sets: namespace.netfilterOf(packet.destination).sets,
    addressType: (address) => addressType(namespace, address),
    isOn: (device, address) => namespace.devices.get(device)?.addresses.some((own) => own.address === address) ?? false,
    chance: (probability) => walk.chances.decide(probability),
  };
}

function virtualServerOf({ destination, protocol, destinationPort }: Tuple): SetValue {
  return { address: destination, protocol, port: destinationPort };
}
