import type { Address } from '../../../address/address.ts';
import { hostPrefix } from '../../../address/prefix.ts';
import type { ChainSource, Netfilter } from '../../../linux/netfilter.ts';
import type { Packet } from '../../../linux/packet.ts';
import type { HookName, Match, Rule, TableName, Target } from '../../../linux/rule.ts';
import type { Origin } from '../../../topology/origin.ts';
import type { ProxiedPort, ServicePorts } from '../../services/service-ports.ts';
import { ACCEPT, comment, dport, FROM_AFAR, jump, localAddress, rule, state, to } from '../iptables/words.ts';

/** Which port of the process a port of a Service leads to; undefined: there was none left. */
type ProxyPortOf = (port: ProxiedPort) => number | undefined;

const FIRST = 'handle ClusterIPs; NOTE: this must be before the NodePort rules';
const LAST = 'handle service NodePorts; NOTE: this must be the last rule in the chain';
const NON_LOCAL = 'Ensure that non-local NodePort traffic can flow';

/** The jumps that kube-proxy writes: portals at the head of a chain, node ports at its end (`iptablesInit`). */
export function addJumps(netfilter: Netfilter, origin: Origin): void {
  const hooks: readonly (readonly [HookName, string])[] = [
    ['PREROUTING', 'CONTAINER'],
    ['OUTPUT', 'HOST'],
  ];
  for (const [hook, who] of hooks) {
    netfilter.insert('nat', hook, rule([comment(FIRST)], jump(`KUBE-PORTALS-${who}`), origin));
    netfilter.append('nat', hook, rule([localAddress('dst'), comment(LAST)], jump(`KUBE-NODEPORT-${who}`), origin));
  }
  netfilter.insert('filter', 'INPUT', rule([comment(NON_LOCAL)], jump('KUBE-NODEPORT-NON-LOCAL'), origin));
}

const NAT = ['KUBE-PORTALS-CONTAINER', 'KUBE-PORTALS-HOST', 'KUBE-NODEPORT-CONTAINER', 'KUBE-NODEPORT-HOST'] as const;
const FILTER = 'KUBE-NODEPORT-NON-LOCAL';

type Chain = (typeof NAT)[number] | typeof FILTER;

/** The rules that lead packets for Services to the process, looked up by what a packet shows. */
export class PortalChains implements ChainSource {
  readonly tables: readonly TableName[] = ['nat', 'filter'];
  readonly #ports: ServicePorts;
  readonly #proxyPort: ProxyPortOf;
  readonly #byProxyPort: (port: number | undefined) => ProxiedPort | undefined;
  readonly #host: Address | undefined;

  constructor(
    ports: ServicePorts,
    proxyPort: ProxyPortOf,
    byProxyPort: (port: number | undefined) => ProxiedPort | undefined,
    host: Address | undefined,
  ) {
    this.#ports = ports;
    this.#proxyPort = proxyPort;
    this.#byProxyPort = byProxyPort;
    this.#host = host;
  }

  chains(table: TableName): Iterable<string> {
    return table === 'nat' ? NAT : table === 'filter' ? [FILTER] : [];
  }

  rules(table: TableName, chain: string): readonly Rule[] {
    return isOurs(table, chain) ? this.#ports.all.flatMap((port) => this.#of(chain, port)) : [];
  }

  candidates(table: TableName, chain: string, packet: Packet): readonly Rule[] {
    return isOurs(table, chain) ? this.#about(chain, packet).flatMap((port) => this.#of(chain, port)) : [];
  }

  #about(chain: Chain, { protocol, destination, destinationPort }: Packet): readonly ProxiedPort[] {
    if (chain.startsWith('KUBE-PORTALS-')) return this.#ports.at(protocol, destination, destinationPort);
    if (chain !== FILTER) return this.#ports.onNodePort(protocol, destinationPort);
    const port = this.#byProxyPort(destinationPort);
    return port ? [port] : [];
  }

  #of(chain: Chain, port: ProxiedPort): Rule[] {
    const proxyPort = this.#proxyPort(port);
    if (proxyPort === undefined) return [];
    const { origin } = port.service;
    const target = this.#target(chain, proxyPort);
    const about = [comment(port.name), ...dport(port.port.protocol, port.port.port)];
    if (chain.startsWith('KUBE-PORTALS-')) return portals(port, chain, about, target);
    if (port.nodePort === undefined) return [];
    if (chain !== FILTER)
      return [rule([comment(port.name), ...dport(port.port.protocol, port.nodePort)], target, origin)];
    return [rule([comment(port.name), ...dport(port.port.protocol, proxyPort), state('NEW')], ACCEPT, origin)];
  }

  /** What comes in is sent to the address of the device it came by; what is made here, to the node's own. */
  #target(chain: Chain, port: number): Target {
    return chain.endsWith('-HOST') ? { kind: 'DNAT', address: this.#host, port } : { kind: 'REDIRECT', port };
  }
}

function isOurs(table: TableName, chain: string): chain is Chain {
  return (table === 'nat' && (NAT as readonly string[]).includes(chain)) || (table === 'filter' && chain === FILTER);
}

/** External addresses are for what comes from other machines, and for those that the node itself has. */
function portals(port: ProxiedPort, chain: Chain, about: readonly Match[], target: Target): Rule[] {
  const { clusterIP, externalIPs, loadBalancerIPs, service } = port;
  const one = (address: Address, ...more: Match[]) =>
    rule([to(hostPrefix(address)), ...about, ...more], target, service.origin);
  const here = localAddress('dst');
  const external = [...externalIPs, ...loadBalancerIPs].flatMap((address) =>
    chain === 'KUBE-PORTALS-CONTAINER' ? [one(address, ...FROM_AFAR), one(address, here)] : [one(address, here)],
  );
  return [one(clusterIP), ...external];
}
