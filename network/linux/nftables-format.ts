import { formatAddress, formatEnd } from '../address/address.ts';
import { compareAddresses } from '../address/order.ts';
import { formatBriefly } from '../address/prefix.ts';
import type {
  NftChain,
  NftElement,
  NftField,
  NftHook,
  NftMap,
  NftMatch,
  NftRule,
  NftSet,
  NftStatement,
  NftTable,
  NftVerdict,
} from './nftables.ts';

/** A table as `nft list table` prints it, and as `nft -f` reads it. */
export function formatNftTable(table: NftTable): readonly string[] {
  const sets = [...table.sets()].map((set) => [head(set), ...body(table, set), '\t}']);
  const chains = [...table.chains()].map((chain) => chainLines(table, chain));
  const comment = table.comment === undefined ? [] : [`\tcomment "${table.comment}"`];
  const paragraphs = [...sets, ...chains].flatMap((lines, i) => (i ? ['', ...lines] : lines));
  return [`table ${table.family} ${table.name} {`, ...comment, ...paragraphs, '}'];
}

/** A rule as `nft list` prints it. */
export function formatNftRule({ family }: NftTable, { matches, statement, comment }: NftRule): string {
  const words = [...matches.map((match) => formatMatch(family, match)), formatStatement(family, statement)];
  return `${words.join(' ')}${comment === undefined ? '' : ` comment "${comment}"`}`;
}

function chainLines(table: NftTable, { name, comment, hook, rules }: NftChain): string[] {
  return [
    `\tchain ${name} {`,
    ...(comment === undefined ? [] : [`\t\tcomment "${comment}"`]),
    ...(hook ? [`\t\t${formatHook(hook)}`] : []),
    ...rules.map((rule) => `\t\t${formatNftRule(table, rule)}`),
    '\t}',
  ];
}

function head({ kind, name }: NftSet | NftMap): string {
  return `\t${kind} ${name} {`;
}

const TYPES: Readonly<Record<NftField, string>> = { daddr: '', l4proto: 'inet_proto', dport: 'inet_service' };

function body({ family }: NftTable, set: NftSet | NftMap): string[] {
  const address = family === 'ip' ? 'ipv4_addr' : 'ipv6_addr';
  const type =
    set.kind === 'set' ? address : `${set.key.map((field) => TYPES[field] || address).join(' . ')} : verdict`;
  const timed = set.kind === 'set' && set.timeout !== undefined;
  return [
    `\t\ttype ${type}`,
    ...(timed ? ['\t\tsize 65535', '\t\tflags dynamic,timeout', `\t\ttimeout ${duration(set.timeout)}`] : []),
    ...(set.comment === undefined ? [] : [`\t\tcomment "${set.comment}"`]),
    ...elements(set),
  ];
}

const NEXT_LINE = ',\n\t\t\t     ';

/** Addresses stand two in a line, keys of several parts each in one of its own. */
function elements(set: NftSet | NftMap): string[] {
  const found =
    set.kind === 'set'
      ? [...set.elements()].sort(compareAddresses).map(formatAddress)
      : [...set.elements()].map((element) => formatElement(element));
  if (found.length === 0) return [];
  const breaks = (index: number) => set.kind === 'map' || index % 2 === 0;
  const text = found.map((one, i) => (i === 0 ? one : `${breaks(i) ? NEXT_LINE : ', '}${one}`)).join('');
  return `\t\telements = { ${text} }`.split('\n');
}

/** `10.96.0.12 . tcp . 80 comment "default/web" : goto reject-chain`. */
export function formatElement({ address, protocol, port, comment, verdict }: NftElement): string {
  const key = [...(address === undefined ? [] : [formatAddress(address)]), protocol.toLowerCase(), port].join(' . ');
  return `${key}${comment === undefined ? '' : ` comment "${comment}"`} : ${formatVerdict(verdict)}`;
}

/** nft has names for the usual priorities, some at one hook only. */
function formatHook({ type, hook, priority, policy }: NftHook): string {
  const name = hook.toLowerCase();
  return `type ${type} hook ${name} priority ${priorityText(name, priority)}; policy ${policy.toLowerCase()};`;
}

function priorityText(hook: string, priority: number): string {
  if (priority === 0) return 'filter';
  if (hook === 'prerouting' && Math.abs(priority + 100) <= 10) return relative('dstnat', priority + 100);
  return hook === 'postrouting' && priority === 100 ? 'srcnat' : String(priority);
}

function relative(name: string, distance: number): string {
  if (distance === 0) return name;
  return `${name} ${distance < 0 ? '-' : '+'} ${Math.abs(distance)}`;
}

function formatMatch(family: string, match: NftMatch): string {
  switch (match.kind) {
    case 'address': {
      const [only, ...others] = match.prefixes.map(formatBriefly);
      const right = others.length === 0 ? only : `{ ${[only, ...others].join(', ')} }`;
      return `${family} ${match.side} ${match.not ? '!= ' : ''}${right}`;
    }
    case 'set':
      return `${family} ${match.side} @${match.set}`;
    case 'dport':
      return `${match.protocol.toLowerCase()} dport ${match.port}`;
    case 'l4proto':
      return `meta l4proto ${match.protocol.toLowerCase()}`;
    case 'state':
      return `ct state ${match.state.toLowerCase()}`;
    case 'mark':
      return `meta mark & ${hex(match.mask)} == ${hex(match.value)}`;
    case 'fib':
      return `fib ${match.side} type ${match.type}`;
  }
}

function formatStatement(family: string, statement: NftStatement): string {
  switch (statement.kind) {
    case 'masquerade':
      return 'masquerade fully-random';
    case 'dnat':
      return `dnat to ${statement.port === undefined ? formatAddress(statement.address) : formatEnd(statement.address, statement.port)}`;
    case 'mark':
      return `meta mark set meta mark ${statement.operation === 'or' ? '|' : '^'} ${hex(statement.value)}`;
    case 'vmap':
      return `${statement.key.map((field) => FIELDS[field](family)).join(' . ')} vmap @${statement.map}`;
    case 'numgen': {
      const verdicts = statement.verdicts.map((verdict, i) => `${i} : ${formatVerdict(verdict)}`);
      return `numgen random mod ${verdicts.length} vmap { ${verdicts.join(', ')} }`;
    }
    case 'update':
      return `update @${statement.set} { ${family} saddr }`;
    case 'reject':
      return 'reject';
    default:
      return formatVerdict(statement);
  }
}

const FIELDS: Readonly<Record<NftField, (family: string) => string>> = {
  daddr: (family) => `${family} daddr`,
  l4proto: () => 'meta l4proto',
  dport: () => 'th dport',
};

function formatVerdict(verdict: NftVerdict): string {
  return 'chain' in verdict ? `${verdict.kind} ${verdict.chain}` : verdict.kind;
}

function hex(value: number): string {
  return `0x${value.toString(16).padStart(8, '0')}`;
}

/** `10800` seconds are `3h`. */
function duration(seconds = 0): string {
  const parts = [
    [Math.floor(seconds / 3600), 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [seconds % 60, 's'],
  ] as const;
  return parts.map(([count, unit]) => (count ? `${count}${unit}` : '')).join('') || '0s';
}
