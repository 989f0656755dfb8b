import type { ChainSource } from '../../../linux/netfilter.ts';
import type { Packet } from '../../../linux/packet.ts';
import type { Rule, TableName } from '../../../linux/rule.ts';
import { lazy, remembered } from '../../../topology/ipam/lazy.ts';
import type { Origin } from '../../../topology/origin.ts';
import type { ProxiedPort, ServicePorts } from '../../services/service-ports.ts';
import { isAlikeEverywhere } from '../../services/traffic.ts';
import type { ProxyContext } from './described.ts';
import { nodePortsJump } from './fixed.ts';
import { type PortRules, portRules, type SharedChain } from './port-rules.ts';

/** The chains of all Services that are alike on every node: made once for a cluster, each port when it is asked for. */
export interface ClusterChains {
  readonly ports: ServicePorts;
  /** Rules of a port that is alike everywhere. */
  rules(port: ProxiedPort): PortRules;
  readonly origin: Origin;
}

/** `context` is asked for when the first rules are made. */
export function clusterChains(
  ports: ServicePorts,
  context: () => Omit<ProxyContext, 'node'>,
  origin: Origin,
): ClusterChains {
  return { ports, origin, rules: remembered((port) => portRules(port, { ...context(), node: '' })) };
}

const SHARED: readonly SharedChain[] = [
  'nat KUBE-SERVICES',
  'nat KUBE-NODEPORTS',
  'filter KUBE-SERVICES',
  'filter KUBE-EXTERNAL-SERVICES',
  'filter KUBE-PROXY-FIREWALL',
];

/** The chains of one node: the cluster's, and what depends on which endpoints are here. */
export class ServiceChains implements ChainSource {
  readonly tables: readonly TableName[] = ['nat', 'filter'];
  readonly #cluster: ClusterChains;
  readonly #own: (port: ProxiedPort) => PortRules;
  /** Which port a chain belongs to, as far as rules have been asked for. */
  readonly #owners = new Map<string, ProxiedPort>();
  readonly #everything = lazy(() => this.#cluster.ports.all.map((port) => this.#rulesOf(port)));
  readonly #last: Rule;

  constructor(cluster: ClusterChains, context: () => ProxyContext) {
    this.#cluster = cluster;
    this.#own = remembered((port) => portRules(port, context()));
    this.#last = nodePortsJump(cluster.origin);
  }

  *chains(table: TableName): Iterable<string> {
    for (const key of SHARED) if (key.startsWith(`${table} `)) yield key.slice(table.length + 1);
    if (table === 'nat') for (const { own } of this.#everything()) yield* own.keys();
  }

  rules(table: TableName, chain: string): readonly Rule[] {
    const shared = sharedChain(table, chain);
    if (shared === undefined) return table === 'nat' ? this.#ownChain(chain) : [];
    return this.#complete(shared, this.#everything());
  }

  candidates(table: TableName, chain: string, packet: Packet): readonly Rule[] {
    const shared = sharedChain(table, chain);
    if (shared === undefined) return table === 'nat' ? this.#ownChain(chain) : [];
    return this.#complete(
      shared,
      this.#portsFor(shared, packet).map((port) => this.#rulesOf(port)),
    );
  }

  #complete(chain: SharedChain, of: readonly PortRules[]): readonly Rule[] {
    const rules = of.flatMap(({ shared }) => shared[chain]);
    return chain === 'nat KUBE-SERVICES' ? [...rules, this.#last] : rules;
  }

  /** The ports that rules of a shared chain may be about, in rule order. */
  #portsFor(chain: SharedChain, { protocol, destination, destinationPort }: Packet): readonly ProxiedPort[] {
    const { ports } = this.#cluster;
    if (chain === 'nat KUBE-NODEPORTS') return ports.onNodePort(protocol, destinationPort);
    const virtual = ports.at(protocol, destination, destinationPort);
    if (chain !== 'filter KUBE-EXTERNAL-SERVICES') return virtual;
    const both = new Set([...virtual, ...ports.onNodePort(protocol, destinationPort)]);
    return [...both].sort((a, b) => a.order - b.order);
  }

  /** Rules lead to a chain by its name, so the port's have been asked for before; else somebody names it himself. */
  #ownChain(chain: string): readonly Rule[] {
    if (!chain.startsWith('KUBE-')) return [];
    if (!this.#owners.has(chain) && OWN.test(chain)) this.#everything();
    const port = this.#owners.get(chain);
    return port ? (this.#rulesOf(port).own.get(chain) ?? []) : [];
  }

  #rulesOf(port: ProxiedPort): PortRules {
    const rules = isAlikeEverywhere(port) ? this.#cluster.rules(port) : this.#own(port);
    for (const name of rules.own.keys()) this.#owners.set(name, port);
    return rules;
  }
}

const OWN = /^KUBE-(SVC|SVL|EXT|FW|SEP)-/;

function sharedChain(table: TableName, chain: string): SharedChain | undefined {
  const key = `${table} ${chain}`;
  return SHARED.find((shared) => shared === key);
}
