import { createNetwork } from '../../../network/machines/create.ts';
import type { NetworkOptions } from '../../../network/machines/network.ts';
import { machineKeys } from '../../../network/machines/show/find.ts';
import { type ShownTable, show } from '../../../network/machines/show/show.ts';
import { allocator } from '../../../network/topology/allocate.ts';
import { topologyOf } from '../../support/examples.ts';
import * as canonical from './canonical.ts';
import { deviceDifferences, devicesOf } from './devices.ts';
import type { TableCapture } from './folder.ts';

/** How a command's output is held against a table of `knet show`: what only one of them has. */
interface Form {
  readonly command: RegExp;
  readonly table: ShownTable;
  readonly differences: (captured: string, shown: string, words: RegExpExecArray) => string[];
}

const FORMS: readonly Form[] = [
  { command: /^route -n$/, table: 'routes', differences: byLines(canonical.oldRoutes, oldRoutes) },
  {
    command: /^ip (-4 )?-j(son)? (-4 )?r(oute)?( show| list)?$/,
    table: 'routes',
    differences: byLines(canonical.jsonRoutes, mainRoutes),
  },
  {
    command: /^ip (?:-4 |(-6 ))?r(?:oute)?(?: (?:show|list))?(?: table (\S+))?$/,
    table: 'routes',
    differences: (captured, shown, [, six = '', table]) => {
      const command = `ip ${six}route${table && table !== 'main' ? ` show table ${table}` : ''}`;
      return difference(canonical.routes(captured), canonical.routes(canonical.shownTable(shown, command)));
    },
  },
  { command: /^ip n(?:eigh)?\S*(?: (?:show|list))?(?: dev (\S+))?$/, table: 'neighbours', differences: entries },
  { command: /^bridge fdb(?: (?:show|list))?(?: (?:dev|br|brport) (\S+))?$/, table: 'fdb', differences: entries },
  { command: /^ip( -\w+)* link( show)?( dev)?( \S+)?$/, table: 'links', differences: devices },
  { command: /^ip( -\w+)* a(ddr(ess)?)?( show| list)?( dev)?( \S+)?$/, table: 'addresses', differences: devices },
  { command: /^ip rule( show| list)?$/, table: 'rules', differences: byLines(canonical.lines) },
  { command: /^iptables-save( -t \w+)?$/, table: 'iptables', differences: byLines(canonical.rules) },
  { command: /^ip6tables-save$/, table: 'ip6tables', differences: byLines(canonical.rules) },
  { command: /^calicoctl node status$/, table: 'bgp', differences: byLines(canonical.sessions) },
];

/** What of a captured table knet prints otherwise: `-` only in the capture, `+` only in the model. */
export async function tableDifferences(capture: TableCapture, options: NetworkOptions = {}): Promise<string[]> {
  for (const { command, table, differences } of FORMS) {
    const words = command.exec(capture.command);
    if (words) return differences(capture.text, await shownOf(capture, table, options), words);
  }
  return [`! ${capture.command}: knet prints nothing of the kind`];
}

async function shownOf({ model, machine }: TableCapture, table: ShownTable, options: NetworkOptions): Promise<string> {
  const topology = await topologyOf(model);
  const network = createNetwork(topology, allocator(topology), options);
  const [key] = machineKeys(network, machine);
  if (key === undefined) throw new Error(`${machine} names no machine`);
  return show(network, key, table)!;
}

function byLines(read: (text: string) => string[], readShown = read): Form['differences'] {
  return (captured, shown) => difference(read(captured), readShown(shown));
}

function mainRoutes(text: string): string[] {
  return canonical.routes(canonical.shownTable(text));
}

function oldRoutes(text: string): string[] {
  return mainRoutes(text).map(canonical.oldRoute);
}

function entries(captured: string, shown: string, [, device]: RegExpExecArray): string[] {
  const all = /^\S+( dev \S+)? (lladdr|dst)/m.test(shown) && !/ dev \S+ (lladdr|dst)/.test(shown);
  const own = all && device === undefined ? captured.replace(/ dev \S+ (lladdr|dst)/g, ' $1') : captured;
  return difference(canonical.entries(own, device), canonical.entries(shown, device));
}

function devices(captured: string, shown: string): string[] {
  return deviceDifferences(devicesOf(captured), devicesOf(shown));
}

/** By lines; where the same lines stand in another order, that is said. */
function difference(captured: readonly string[], shown: readonly string[]): string[] {
  const only = (own: readonly string[], other: readonly string[], sign: string) =>
    own.filter((line) => !other.includes(line)).map((line) => `${sign} ${line}`);
  const found = [...only(captured, shown, '-'), ...only(shown, captured, '+')];
  const same = captured.join('\n') === shown.join('\n');
  return found.length === 0 && !same ? ['! the same lines in another order, or not as often'] : found;
}
