import { bitsOf, formatAddress } from '../../network/address/address.ts';
import { formatPrefix, type Prefix, prefixFamily, samePrefix } from '../../network/address/prefix.ts';
import { formatRoute } from '../../network/linux/format.ts';
import type { NetworkNamespace, PolicyRule } from '../../network/linux/namespace.ts';
import type { Route } from '../../network/linux/route.ts';
import { isBirds, isStandIn, standInText } from '../bgp/section.ts';
import type { Lab, LabMachine } from '../lab.ts';
import { edgeLines, keptInside } from './edges.ts';
import type { Omissions } from './omissions.ts';

/** The first number for routing tables that the model names. */
const FIRST_TABLE = 1000;

/** Policy rules, routes and neighbours as the model's tables list them: what `knet show` prints is what is set. */
export function tableLines(lab: Lab, machine: LabMachine, omissions: Omissions): readonly string[] {
  const { namespace } = machine;
  const number = tableNumbers(namespace);
  const usable = (device: string | undefined) => device === undefined || !omissions.has(machine, device);
  return [
    ...ruleLines(namespace, number),
    ...routeLines(lab, machine, number, usable),
    ...edgeLines(lab, machine),
    ...neighbourLines(machine, omissions),
  ];
}

function ruleLines({ rules }: NetworkNamespace, number: (table: string) => string): readonly string[] {
  const isLocal = (rule: PolicyRule) => rule.priority === 0 && rule.table === 'local';
  const standard = (rule: PolicyRule) => isLocal(rule) || (rule.priority === 32766 && rule.table === 'main');
  const added = rules
    .filter((rule) => !standard(rule))
    .map((rule) => {
      const words = [
        rule.from ? ` from ${formatPrefix(rule.from)}` : '',
        rule.to ? ` to ${formatPrefix(rule.to)}` : '',
        rule.iif ? ` iif ${rule.iif}` : '',
        rule.mark === undefined ? '' : ` fwmark ${rule.mark}${rule.mask === undefined ? '' : `/${rule.mask}`}`,
      ];
      return `rule add${rule.not ? ' not' : ''} priority ${rule.priority}${words.join('')} lookup ${number(rule.table)}`;
    });
  return rules.some(isLocal) ? added : [...added, 'rule del priority 0'];
}

function routeLines(
  lab: Lab,
  machine: LabMachine,
  number: (table: string) => string,
  usable: (device: string | undefined) => boolean,
): readonly string[] {
  const { namespace } = machine;
  return [...namespace.tables].flatMap(([table, routes]) => {
    // What BIRD writes comes when BIRD runs.
    const wanted = routes.all().filter((route) => usable(route.device) && !isBirds(lab, machine, route));
    const set = table === 'local' ? wanted.filter((route) => !isOwn(namespace, route)) : wanted;
    // A gateway has to be on-link when its route comes, so the connected routes come first.
    const sorted = [...set.filter(({ via }) => via === undefined), ...set.filter(({ via }) => via !== undefined)];
    const place = table === 'main' ? '' : ` table ${number(table)}`;
    const kept = keptInside(
      lab,
      namespace,
      set.map(({ destination }) => destination),
    );
    return [
      ...sorted.map((route) => `route ${verb(route, set)} ${routeWords(lab, machine, route)}${place}`),
      ...kept.map((range) => `route add blackhole ${formatPrefix(range)}${place}`),
    ];
  });
}

/** The kernel takes a second route to a prefix only if it is told to put it before or behind the first. */
function verb(route: Route, routes: readonly Route[]): 'add' | 'append' | 'prepend' {
  const same = routes.filter((one) => samePrefix(one.destination, route.destination) && metric(one) === metric(route));
  if (same.length === 1) return 'add';
  return route === same[0] ? 'prepend' : 'append';
}

const metric = (route: Route) => route.metric ?? 0;

/** What the kernel itself writes into the table local for an address of a device. */
function isOwn({ devices }: NetworkNamespace, { type, destination }: Route): boolean {
  if (type !== 'local') return true;
  const host = destination.length === bitsOf(prefixFamily(destination));
  const own = [...devices.values()].some(({ addresses }) =>
    addresses.some(({ address }) => address === destination.first),
  );
  return (host && own) || formatPrefix(destination) === '127.0.0.0/8' || formatPrefix(destination) === '::1/128';
}

/** As `ip route` prints it, with the lab's names of devices; IPv6 has a default of its own. */
function routeWords(lab: Lab, machine: LabMachine, route: Route): string {
  const { devices } = machine;
  const device = route.device === undefined ? undefined : (devices.get(route.device) ?? route.device);
  const written = formatRoute({ ...route, device });
  const text = isStandIn(lab, machine, route) ? standInText(written) : written;
  return isDefault6(route.destination) ? text.replace('default', '::/0') : text;
}

const isDefault6 = (prefix: Prefix) => prefix.length === 0 && prefixFamily(prefix) === 6;

/** Tables have numbers; those that the model calls by a name get one each. */
function tableNumbers({ tables }: NetworkNamespace): (table: string) => string {
  const known = ['local', 'main', 'default'];
  const named = [...tables.keys()].filter((table) => !known.includes(table) && !/^\d+$/.test(table));
  return (table) => (named.includes(table) ? `${FIRST_TABLE + named.indexOf(table)}` : table);
}

function neighbourLines(machine: LabMachine, omissions: Omissions): readonly string[] {
  const devices = [...machine.namespace.devices.values()].filter(({ name, up }) => up && !omissions.has(machine, name));
  return devices.flatMap((device) =>
    [...device.neighbours.all()].map(({ address, mac, state }) => {
      const dev = machine.devices.get(device.name);
      return `neigh replace ${formatAddress(address)} lladdr ${mac} dev ${dev} nud ${state.toLowerCase()}`;
    }),
  );
}
