import { type Address, formatAddress, formatEnd } from '../address/address.ts';
import { formatPrefix } from '../address/prefix.ts';
import type { Netfilter } from './netfilter.ts';
import type { Verdict } from './passage.ts';
import type { Match, Rule, TableName, Target } from './rule.ts';
import { TABLES } from './table-order.ts';

/** A rule as `iptables-save` prints it. */
export function formatRule(chain: string, rule: Rule): string {
  const comment = rule.comment === undefined ? [] : [`-m comment --comment "${rule.comment}"`];
  const matches = [...rule.matches].sort((a, b) => rank(a) - rank(b)).map((match) => formatMatch(match, rule));
  return [`-A ${chain}`, ...matches, ...comment, formatTarget(rule.target)].join(' ');
}

/** The rule that decided, as the tool prints it that made it. */
export function formatVerdict({ chain, rule, text }: Verdict): string {
  return text ?? formatRule(chain, rule);
}

/** Addresses, devices and the protocol are printed first, whatever the order they were given in. */
const FIRST: readonly Match['kind'][] = ['source', 'destination', 'in', 'out', 'protocol'];

function rank({ kind }: Match): number {
  const place = FIRST.indexOf(kind);
  return place < 0 ? FIRST.length : place;
}

/** `iptables-save`: every table that has a chain, with its policies and rules. */
export function formatTables(netfilter: Netfilter, family: 4 | 6 = 4): readonly string[] {
  const tables = (Object.keys(TABLES) as TableName[]).filter((table) => netfilter.chains(table).length > 0);
  return tables.flatMap((table) => {
    const chains = netfilter.chains(table);
    return [
      `*${table}`,
      ...chains.map((chain) => `:${chain} ${isBuiltIn(table, chain) ? netfilter.policy(table, chain) : '-'} [0:0]`),
      ...chains.flatMap((chain) =>
        netfilter.chain(table, chain).map((rule) => inFamily(formatRule(chain, rule), family)),
      ),
      'COMMIT',
    ];
  });
}

/** What ip6tables calls otherwise. */
function inFamily(line: string, family: 4 | 6): string {
  return family === 4
    ? line
    : line
        .replace('--reject-with icmp-', '--reject-with icmp6-')
        .replace('--mask 255.255.255.255', `--mask ${ALL_ONES}`);
}

const ALL_ONES = 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff';

function isBuiltIn(table: TableName, chain: string): boolean {
  return (TABLES[table] as readonly string[]).includes(chain);
}

function formatMatch(match: Match, rule: Rule): string {
  const not = match.not ? '! ' : '';
  switch (match.kind) {
    case 'source':
      return `${not}-s ${formatPrefix(match.prefix)}`;
    case 'destination':
      return `${not}-d ${formatPrefix(match.prefix)}`;
    case 'in':
      return `${not}-i ${match.device}`;
    case 'out':
      return `${not}-o ${match.device}`;
    case 'protocol':
      return `${not}-p ${match.protocol.toLowerCase()}`;
    case 'sport':
    case 'dport':
      return `-m ${protocolOf(rule)} ${not}--${match.kind} ${match.from}${match.to === undefined ? '' : `:${match.to}`}`;
    case 'multiport':
      return `-m multiport ${not}--${match.side} ${match.ports.join(',')}`;
    case 'icmp':
      return `-m icmp ${not}--icmp-type ${match.type}${match.code === undefined ? '' : `/${match.code}`}`;
    case 'mark':
      return `-m mark ${not}--mark ${hex(match.value)}/${hex(match.mask)}`;
    case 'statistic':
      return `-m statistic --mode random ${not}--probability ${printedProbability(match.probability)}`;
    case 'set':
      return `-m set ${not}--match-set ${match.set} ${match.directions.join(',')}`;
    case 'conntrack':
      return `-m conntrack ${not}--ctstate ${match.states.join(',')}`;
    case 'addrtype':
      return `-m addrtype ${not}--${match.side}-type ${match.type}${match.limit ? ` --limit-iface-${match.limit}` : ''}`;
    case 'physdev':
      return `-m physdev${match.in ? ` ${not}--physdev-in ${match.in}` : ''}${match.out ? ` ${not}--physdev-out ${match.out}` : ''}${match.isIn ? ` ${not}--physdev-is-in` : ''}${match.bridged ? ` ${not}--physdev-is-bridged` : ''}`;
    case 'ipvs':
      return `-m ipvs --vaddr ${formatAddress(match.address)} --vproto ${match.protocol.toLowerCase()} --vport ${match.port}`;
    case 'comment':
      return `-m comment --comment "${match.text}"`;
    case 'transport':
      return `-m ${match.protocol.toLowerCase()}`;
    case 'recent': {
      const action = match.set ? '--set' : `${not}--rcheck --seconds ${match.seconds} --reap`;
      return `-m recent ${action} --name ${match.name} --mask 255.255.255.255 --rsource`;
    }
  }
}

function protocolOf(rule: Rule): string {
  const match = rule.matches.find(({ kind }) => kind === 'protocol');
  return match?.kind === 'protocol' ? match.protocol.toLowerCase() : 'tcp';
}

/** The kernel keeps a chance in 31 bits, which shows: 1/3 is printed 0.33333333349. */
function printedProbability(probability: number): string {
  return (Math.round(probability * 0x80000000) / 0x80000000).toFixed(11);
}

function hex(value: number): string {
  return `0x${value.toString(16)}`;
}

function formatTarget(target: Target): string {
  switch (target.kind) {
    case 'jump':
      return `-j ${target.chain}`;
    case 'goto':
      return `-g ${target.chain}`;
    case 'MASQUERADE':
      return `-j MASQUERADE${target.randomFully ? ' --random-fully' : ''}`;
    case 'REJECT':
      return `-j REJECT --reject-with ${target.with}`;
    case 'DNAT':
      return `-j DNAT --to-destination ${endText(target)}${target.randomFully ? ' --random' : ''}`;
    case 'SNAT':
      return `-j SNAT --to-source ${endText(target)}${target.randomFully ? ' --random-fully' : ''}`;
    case 'REDIRECT':
      return `-j REDIRECT${target.port === undefined ? '' : ` --to-ports ${target.port}`}`;
    case 'MARK':
      return `-j MARK --set-xmark ${hex(target.value)}/${hex(target.mask)}`;
    case 'CONNMARK':
      return target.action === 'set'
        ? `-j CONNMARK --set-xmark ${hex(target.value)}/${hex(target.mask)}`
        : `-j CONNMARK --restore-mark --nfmask ${hex(target.mask)} --ctmask ${hex(target.mask)}`;
    default:
      return `-j ${target.kind}`;
  }
}

function endText({ address, port }: { readonly address?: Address; readonly port?: number }): string {
  if (address === undefined) return port === undefined ? '' : `:${port}`;
  return port === undefined ? formatAddress(address) : formatEnd(address, port);
}
