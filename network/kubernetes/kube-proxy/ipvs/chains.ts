import { bitsOf, type Family } from '../../../address/address.ts';
import { prefix } from '../../../address/parse.ts';
import { type Prefix, prefixOf } from '../../../address/prefix.ts';
import type { ChainSource, Netfilter } from '../../../linux/netfilter.ts';
import type { HookName, Match, NamedSet, Rule, TableName, Target } from '../../../linux/rule.ts';
import type { Origin } from '../../../topology/origin.ts';
import type { Protocol } from '../../../topology/ports.ts';
import type { ProxiedPort } from '../../services/service-ports.ts';
import { markTarget, masquerade } from '../iptables/fixed.ts';
import {
  ACCEPT,
  comment,
  DROP,
  from,
  jump,
  localAddress,
  MASQUERADE_MARK,
  marked,
  REJECT,
  RETURN,
  rule,
  state,
} from '../iptables/words.ts';
import { setName, suffix } from './sets.ts';

/** In the order in which kube-proxy puts each at the head of its chain, so that the last one comes first there. */
const JUMPS: readonly (readonly [TableName, HookName, string, string])[] = [
  ['nat', 'OUTPUT', 'KUBE-SERVICES', 'kubernetes service portals'],
  ['nat', 'PREROUTING', 'KUBE-SERVICES', 'kubernetes service portals'],
  ['nat', 'POSTROUTING', 'KUBE-POSTROUTING', 'kubernetes postrouting rules'],
  ['filter', 'FORWARD', 'KUBE-FORWARD', 'kubernetes forwarding rules'],
  ['filter', 'INPUT', 'KUBE-NODE-PORT', 'kubernetes health check rules'],
  ['filter', 'INPUT', 'KUBE-PROXY-FIREWALL', 'kube-proxy firewall rules'],
  ['filter', 'FORWARD', 'KUBE-PROXY-FIREWALL', 'kube-proxy firewall rules'],
  ['filter', 'INPUT', 'KUBE-IPVS-FILTER', 'kubernetes ipvs access filter'],
  ['filter', 'OUTPUT', 'KUBE-IPVS-OUT-FILTER', 'kubernetes ipvs access filter'],
];

/** A rule, and the set without whose entries kube-proxy does not write it. */
interface Written {
  readonly chain: string;
  readonly needs?: string;
  readonly rule: Rule;
}

export interface IpvsChainContext {
  readonly family: Family;
  readonly origin: Origin;
  readonly podCIDR?: Prefix;
  /** By their IPv4 names. */
  readonly sets: ReadonlyMap<string, NamedSet>;
  /** Ports whose load balancer the node itself must not ask. */
  readonly barred: () => readonly ProxiedPort[];
}

/** Writes the jumps into the built-in chains, the sets and the chains of mode ipvs. */
export function addIpvsChains(netfilter: Netfilter, context: IpvsChainContext): void {
  const { family, origin, sets } = context;
  for (const [table, hook, chain, text] of JUMPS)
    netfilter.insert(table, hook, rule([comment(text)], jump(chain), origin));
  for (const [name, set] of sets) netfilter.sets.set(setName(name, family), set);
  netfilter.use(new IpvsChains(context));
}

const CHAINS: Readonly<Record<'nat' | 'filter', readonly string[]>> = {
  nat: ['KUBE-LOAD-BALANCER', 'KUBE-MARK-MASQ', 'KUBE-NODE-PORT', 'KUBE-POSTROUTING', 'KUBE-SERVICES'],
  filter: [
    'KUBE-FORWARD',
    'KUBE-IPVS-FILTER',
    'KUBE-IPVS-OUT-FILTER',
    'KUBE-NODE-PORT',
    'KUBE-PROXY-FIREWALL',
    'KUBE-SOURCE-RANGES-FIREWALL',
  ],
};

/** A few rules, however many Services there are: the sets know them. */
class IpvsChains implements ChainSource {
  readonly tables: readonly TableName[] = ['nat', 'filter'];
  readonly #context: IpvsChainContext;
  readonly #rules: Readonly<Record<'nat' | 'filter', readonly Written[]>>;

  constructor(context: IpvsChainContext) {
    this.#context = context;
    this.#rules = { nat: natRules(context), filter: filterRules(context) };
  }

  chains(table: TableName): Iterable<string> {
    return table === 'nat' || table === 'filter' ? CHAINS[table] : [];
  }

  rules(table: TableName, chain: string): readonly Rule[] {
    return this.#of(table, chain)
      .filter(({ needs }) => this.#isFilled(needs))
      .map((written) => written.rule);
  }

  /** A rule that asks an empty set never holds, so nobody has to find out which sets are empty. */
  candidates(table: TableName, chain: string): readonly Rule[] {
    return this.#of(table, chain).map((written) => written.rule);
  }

  #of(table: TableName, chain: string): readonly Written[] {
    if (table !== 'nat' && table !== 'filter') return [];
    const own = this.#rules[table].filter((written) => written.chain === chain);
    return table === 'filter' && chain === 'KUBE-IPVS-OUT-FILTER' ? [...own, ...barredRules(this.#context)] : own;
  }

  #isFilled(name: string | undefined): boolean {
    if (name === undefined) return true;
    for (const _ of this.#context.sets.get(name)?.entries() ?? []) return true;
    return false;
  }
}

const MASQUERADE: Target = { kind: 'MASQUERADE', randomFully: false };
const MARK_MASQ = jump('KUBE-MARK-MASQ');

/** What iptables prints of a set: its name, and which ends of a packet it looks at. */
type Directions = 'dst' | 'dst,dst' | 'dst,dst,src';

const COMMENTS: Readonly<Record<string, string>> = {
  'KUBE-LOOP-BACK': 'Kubernetes endpoints dst ip:port, source ip for solving hairpin purpose',
  'KUBE-CLUSTER-IP': 'Kubernetes service cluster ip + port for masquerade purpose',
  'KUBE-EXTERNAL-IP': 'Kubernetes service external ip + port for masquerade and filter purpose',
  'KUBE-EXTERNAL-IP-LOCAL': 'Kubernetes service external ip + port with externalTrafficPolicy=local',
  'KUBE-LOAD-BALANCER': 'Kubernetes service lb portal',
  'KUBE-LOAD-BALANCER-LOCAL': 'Kubernetes service load balancer ip + port with externalTrafficPolicy=local',
  'KUBE-LOAD-BALANCER-FW': 'Kubernetes service load balancer ip + port for load balancer with sourceRange',
  'KUBE-LOAD-BALANCER-SOURCE-IP': 'Kubernetes service load balancer ip + port + source IP for packet filter purpose',
  'KUBE-LOAD-BALANCER-SOURCE-CIDR':
    'Kubernetes service load balancer ip + port + source cidr for packet filter purpose',
  'KUBE-NODE-PORT-TCP': 'Kubernetes nodeport TCP port for masquerade purpose',
  'KUBE-NODE-PORT-LOCAL-TCP': 'Kubernetes nodeport TCP port with externalTrafficPolicy=local',
  'KUBE-NODE-PORT-UDP': 'Kubernetes nodeport UDP port for masquerade purpose',
  'KUBE-NODE-PORT-LOCAL-UDP': 'Kubernetes nodeport UDP port with externalTrafficPolicy=local',
  'KUBE-NODE-PORT-SCTP-HASH': "Kubernetes nodeport SCTP port for masquerade purpose with type 'hash ip:port'",
  'KUBE-NODE-PORT-LOCAL-SCTP-HASH':
    "Kubernetes nodeport SCTP port with externalTrafficPolicy=local with type 'hash ip:port'",
  'KUBE-HEALTH-CHECK-NODE-PORT': 'Kubernetes health check node port',
};

/** Rules that ask sets, in the words of one family. */
function writer({ family, origin }: IpvsChainContext) {
  const inSet = (set: string, directions: Directions): Match => ({
    kind: 'set',
    set: setName(set, family),
    directions: directions.split(',') as ('src' | 'dst')[],
  });
  return {
    /** With the comment that the set has. */
    ask: (chain: string, set: string, directions: Directions, target: Target, ...more: Match[]): Written => ({
      chain,
      needs: set,
      rule: rule([...more, comment(COMMENTS[set]!), inSet(set, directions)], target, origin),
    }),
    plain: (chain: string, target: Target, ...matches: Match[]): Written => ({
      chain,
      rule: rule(matches, target, origin),
    }),
    inSet,
  };
}

/** kube-proxy 1.30, `writeIptablesRules`: the table nat. */
function natRules(context: IpvsChainContext): readonly Written[] {
  const { ask, plain, inSet } = writer(context);
  const { family, podCIDR, origin } = context;
  const services = 'KUBE-SERVICES';
  const outside = podCIDR ? [ask(services, 'KUBE-CLUSTER-IP', 'dst,dst', MARK_MASQ, from(podCIDR, true))] : [];
  const accept = (set: string): Written => ({ ...plain(services, ACCEPT, inSet(set, 'dst,dst')), needs: set });
  return [
    plain(services, RETURN, from(LOOPBACK[family])),
    ask('KUBE-POSTROUTING', 'KUBE-LOOP-BACK', 'dst,dst,src', MASQUERADE),
    ask(services, 'KUBE-LOAD-BALANCER', 'dst,dst', jump('KUBE-LOAD-BALANCER')),
    ask('KUBE-LOAD-BALANCER', 'KUBE-LOAD-BALANCER-LOCAL', 'dst,dst', RETURN),
    ...(['TCP', 'UDP', 'SCTP'] as const).flatMap((protocol) => nodePortRules(context, protocol)),
    ...outside,
    ask(services, 'KUBE-EXTERNAL-IP', 'dst,dst', MARK_MASQ),
    ...fromAfar(context, 'KUBE-EXTERNAL-IP'),
    ...fromAfar(context, 'KUBE-EXTERNAL-IP-LOCAL'),
    plain(services, jump('KUBE-NODE-PORT'), localAddress('dst')),
    plain('KUBE-LOAD-BALANCER', MARK_MASQ),
    accept('KUBE-CLUSTER-IP'),
    accept('KUBE-LOAD-BALANCER'),
    ...masquerade(origin).map((one): Written => ({ chain: 'KUBE-POSTROUTING', rule: one })),
    plain('KUBE-MARK-MASQ', markTarget(MASQUERADE_MARK)),
  ];
}

const LOOPBACK = { 4: prefix('127.0.0.0/8'), 6: prefix('::1/128') };

function nodePortRules(context: IpvsChainContext, protocol: Protocol): Written[] {
  const { ask } = writer(context);
  const directions = protocol === 'SCTP' ? 'dst,dst' : 'dst';
  const only: Match = { kind: 'protocol', protocol };
  const name = suffix(protocol);
  return [
    ask('KUBE-NODE-PORT', `KUBE-NODE-PORT-LOCAL-${name}`, directions, RETURN, only),
    ask('KUBE-NODE-PORT', `KUBE-NODE-PORT-${name}`, directions, MARK_MASQ, only),
  ];
}

/** What comes from another machine, or for an address that the node has, is done here. */
function fromAfar(context: IpvsChainContext, set: string): Written[] {
  const { ask } = writer(context);
  const [afar, here] = [ask('KUBE-SERVICES', set, 'dst,dst', ACCEPT), ask('KUBE-SERVICES', set, 'dst,dst', ACCEPT)];
  const more = (written: Written, ...matches: Match[]): Written => {
    return { ...written, rule: { ...written.rule, matches: [...written.rule.matches, ...matches] } };
  };
  const notBridged: Match = { kind: 'physdev', isIn: true, not: true };
  return [more(afar, notBridged, { ...localAddress('src'), not: true }), more(here, localAddress('dst'))];
}

/** The table filter: sources that a load balancer's ranges leave out, and ports of the host behind virtual addresses. */
function filterRules(context: IpvsChainContext): readonly Written[] {
  const { ask, plain, inSet } = writer(context);
  const back = (set: string, directions: Directions) => plain('KUBE-IPVS-FILTER', RETURN, inSet(set, directions));
  return [
    ask('KUBE-PROXY-FIREWALL', 'KUBE-LOAD-BALANCER-FW', 'dst,dst', jump('KUBE-SOURCE-RANGES-FIREWALL')),
    ask('KUBE-SOURCE-RANGES-FIREWALL', 'KUBE-LOAD-BALANCER-SOURCE-CIDR', 'dst,dst,src', RETURN),
    ask('KUBE-SOURCE-RANGES-FIREWALL', 'KUBE-LOAD-BALANCER-SOURCE-IP', 'dst,dst,src', RETURN),
    plain('KUBE-SOURCE-RANGES-FIREWALL', DROP),
    plain('KUBE-FORWARD', ACCEPT, comment('kubernetes forwarding rules'), marked()),
    plain('KUBE-FORWARD', ACCEPT, comment('kubernetes forwarding conntrack rule'), state('RELATED', 'ESTABLISHED')),
    { ...ask('KUBE-NODE-PORT', 'KUBE-HEALTH-CHECK-NODE-PORT', 'dst', ACCEPT), needs: undefined },
    back('KUBE-LOAD-BALANCER', 'dst,dst'),
    back('KUBE-CLUSTER-IP', 'dst,dst'),
    back('KUBE-EXTERNAL-IP', 'dst,dst'),
    back('KUBE-EXTERNAL-IP-LOCAL', 'dst,dst'),
    back('KUBE-HEALTH-CHECK-NODE-PORT', 'dst'),
    plain('KUBE-IPVS-FILTER', REJECT, state('NEW'), inSet('KUBE-IPVS-IPS', 'dst')),
  ];
}

/** Where source ranges leave the node's own address out, it must not ask the load balancer either. */
function barredRules({ barred, family }: IpvsChainContext): readonly Written[] {
  return barred().flatMap(({ loadBalancerIPs, port, service }) =>
    loadBalancerIPs.map((address): Written => {
      const virtual: Match = { kind: 'ipvs', address, protocol: port.protocol, port: port.port };
      const matches = [from(prefixOf(address, bitsOf(family))), virtual];
      return { chain: 'KUBE-IPVS-OUT-FILTER', rule: rule(matches, DROP, service.origin) };
    }),
  );
}
