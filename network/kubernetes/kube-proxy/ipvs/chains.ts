import type { ChainSource, Netfilter } from '../../../linux/netfilter.ts';
import type { HookName, Rule, TableName } from '../../../linux/rule.ts';
import { comment, jump, rule } from '../iptables/words.ts';
import { barredRules, filterRules, natRules } from './rules.ts';
import { setName } from './sets.ts';
import type { IpvsChainContext, Written } from './written.ts';

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
