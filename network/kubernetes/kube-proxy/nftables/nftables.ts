import { type Address, type Family, familyOf } from '../../../address/address.ts';
import type { NftChain, NftMap, NftSet, NftTable } from '../../../linux/nftables.ts';
import { podRange } from '../../../topology/cluster.ts';
import { lazy, remembered } from '../../../topology/ipam/lazy.ts';
import type { Origin } from '../../../topology/origin.ts';
import type { ProxiedPort, ServicePorts, ServiceView } from '../../services/service-ports.ts';
import { isAlikeEverywhere, isFirewalled } from '../../services/traffic.ts';
import { describe, type ProxyContext } from '../iptables/described.ts';
import type { Program, Stack } from '../mode.ts';
import { baseChains, commonChains } from './fixed.ts';
import { addressSet, verdictMaps } from './maps.ts';
import { nftNames } from './names.ts';
import { affinitySets, type NftPort, portChains } from './port-chains.ts';

/** kube-proxy in mode nftables: one table of its own, whose maps know the Services. */
export function nftablesProxy(view: ServiceView, { family, ports }: Stack): Program {
  const { cluster, allocation } = view;
  const { origin } = cluster.kubeProxy;
  const podCIDR = podRange(cluster, family);
  const common = { podCIDR, terse: false };
  const shared = remembered((port: ProxiedPort) => portWith(port, { ...common, node: '' }));
  const chains = remembered((own: NftPort) => chainsOf(own));
  const clusterIPs = lazy(() => ports().clusterIPs());
  return (node, namespace) => {
    // `--nodeport-addresses` is `primary` in this mode.
    const nodeIP = allocation.nodeAddresses(node).find((address) => familyOf(address) === family);
    const local = remembered((port: ProxiedPort) => portWith(port, { ...common, node: node.id, nodeIP }));
    const of = (port: ProxiedPort) => (isAlikeEverywhere(port) ? shared(port) : local(port));
    namespace.nftables.push(new ServiceTable({ family, ports: ports(), nodeIP, of, chains, clusterIPs, origin }));
  };
}

function portWith(port: ProxiedPort, context: ProxyContext): NftPort {
  return { described: describe(port, context), names: nftNames(port), firewalled: isFirewalled(port) };
}

function chainsOf(own: NftPort): ReadonlyMap<string, NftChain> {
  return new Map([...portChains(own)].map((chain) => [chain.name, chain]));
}

interface TableContext {
  readonly family: Family;
  readonly ports: ServicePorts;
  readonly nodeIP: Address | undefined;
  of(port: ProxiedPort): NftPort;
  chains(own: NftPort): ReadonlyMap<string, NftChain>;
  clusterIPs(): ReadonlySet<Address>;
  readonly origin: Origin;
}

/** The table `kube-proxy` of a node: maps look Services up, and chains of a port are made when something leads there. */
class ServiceTable implements NftTable {
  readonly family: 'ip' | 'ip6';
  readonly name = 'kube-proxy';
  readonly comment = 'rules for kube-proxy';
  readonly base: readonly NftChain[];
  readonly #context: TableContext;
  readonly #fixed: ReadonlyMap<string, NftChain>;
  readonly #sets: ReadonlyMap<string, NftSet | NftMap>;
  /** All of them, for a name that no look-up has led to. */
  readonly #byName: () => ReadonlyMap<string, NftChain>;

  constructor(context: TableContext) {
    const { family, origin, nodeIP, clusterIPs, ports } = context;
    this.#context = context;
    this.family = family === 4 ? 'ip' : 'ip6';
    this.base = baseChains(origin);
    this.#fixed = new Map([...this.base, ...commonChains(origin)].map((chain) => [chain.name, chain]));
    const known: ReadonlySet<Address> = new Set(nodeIP === undefined ? [] : [nodeIP]);
    const virtual = { has: (address: Address) => clusterIPs().has(address), values: () => clusterIPs().values() };
    const sets: readonly (NftSet | NftMap)[] = [
      addressSet('cluster-ips', 'Active ClusterIPs', virtual),
      addressSet('nodeport-ips', 'IPs that accept NodePort traffic', known),
      ...verdictMaps({ ports, of: (port) => this.#ask(port) }),
    ];
    this.#sets = new Map(sets.map((set) => [set.name, set]));
    this.#byName = lazy(() => new Map([...this.#all()].map((chain) => [chain.name, chain])));
  }

  /** Chains of ports that a packet has asked for; verdicts lead to no others. */
  readonly #met = new Map<string, NftChain>();
  readonly #asked = new Set<NftPort>();

  #ask(port: ProxiedPort): NftPort {
    const own = this.#context.of(port);
    if (this.#asked.has(own)) return own;
    this.#asked.add(own);
    for (const [name, chain] of this.#context.chains(own)) this.#met.set(name, chain);
    return own;
  }

  chain(name: string): NftChain | undefined {
    return this.#fixed.get(name) ?? this.#met.get(name) ?? this.#byName().get(name);
  }

  set(name: string): NftSet | undefined {
    const found = this.#sets.get(name);
    if (found?.kind === 'set') return found;
    // Sets that note sources are empty when a trace begins.
    return undefined;
  }

  map(name: string): NftMap | undefined {
    const found = this.#sets.get(name);
    return found?.kind === 'map' ? found : undefined;
  }

  *chains(): Iterable<NftChain> {
    yield* this.#fixed.values();
    yield* this.#all();
  }

  *sets(): Iterable<NftSet | NftMap> {
    yield* this.#sets.values();
    for (const port of this.#context.ports.all) yield* affinitySets(this.#context.of(port));
  }

  *#all(): Iterable<NftChain> {
    for (const port of this.#context.ports.all) yield* this.#context.chains(this.#context.of(port)).values();
  }
}
