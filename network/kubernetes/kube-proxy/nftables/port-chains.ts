import { hostPrefix, type Prefix } from '../../../address/prefix.ts';
import type { NftChain, NftMatch, NftRule, NftSet } from '../../../linux/nftables.ts';
import type { Endpoint } from '../../services/endpoints.ts';
import { AFFINITY_SECONDS } from '../../services/traffic.ts';
import type { Described } from '../iptables/described.ts';
import { goTo, jumpTo, nftRule, side } from './fixed.ts';
import type { NftNames } from './names.ts';

const MASQUERADE = jumpTo('mark-for-masquerade');

/** A port with the names that it has in nftables. */
export interface NftPort {
  readonly described: Described;
  readonly names: NftNames;
  /** `loadBalancerSourceRanges` keep some away, whether or not there are endpoints. */
  readonly firewalled: boolean;
}

/** The chains of one port on one node (kube-proxy 1.30, `syncProxyRules`). */
export function* portChains(own: NftPort): Generator<NftChain> {
  const { described, names, firewalled } = own;
  const { traffic, hasEndpoints, port } = described;
  if (firewalled) yield { name: names.firewall, rules: [firewall(own)] };
  if (!hasEndpoints) return;
  const { usesCluster, usesLocal, all, local, externallyAccessible } = traffic;
  if (externallyAccessible) yield { name: names.external, rules: [...external(own)] };
  if (usesCluster) yield { name: names.service, rules: [...internal(own, names.service), ...choice(own, all)] };
  if (usesLocal && local.length > 0)
    yield { name: names.local, rules: [...internal(own, names.local), ...choice(own, local)] };
  for (const endpoint of usesCluster ? all : local) {
    yield { name: names.endpoint(endpoint), rules: endpointRules(own, endpoint, port.port.protocol) };
  }
}

/** The sets in which the chains of a port note who was led where. */
export function affinitySets({ described, names }: NftPort): readonly NftSet[] {
  const { traffic, port } = described;
  if (port.service.sessionAffinity !== 'ClientIP') return [];
  return (traffic.usesCluster ? traffic.all : traffic.local).map((endpoint) => ({
    kind: 'set',
    name: names.affinity(endpoint),
    timeout: AFFINITY_SECONDS,
    // Nothing was noted before the first packet of a trace.
    has: () => false,
    elements: () => [],
  }));
}

/** Where what is for the ClusterIP goes. */
export function internalChain({ described, names }: NftPort): string {
  return described.traffic.internalLocal ? names.local : names.service;
}

/** Whoever is no pod and asks for the ClusterIP is masqueraded: the answer has to come back this way. */
function internal(own: NftPort, chain: string): NftRule[] {
  const { port, context, hasInternal } = own.described;
  const { podCIDR } = context;
  if (!podCIDR || !hasInternal || chain !== internalChain(own)) return [];
  const asked: NftMatch = { kind: 'dport', protocol: port.port.protocol, port: port.port.port };
  const matches = [side('daddr', [hostPrefix(port.clusterIP)]), asked, side('saddr', [podCIDR], true)];
  return [nftRule(MASQUERADE, port.service.origin, matches)];
}

/** What came in by a node port, an external address or a load balancer's. */
function* external({ described, names }: NftPort): Generator<NftRule> {
  const { traffic, context, hasExternal, port } = described;
  const { origin } = port.service;
  if (traffic.externalLocal) {
    // Policy Local is for what comes from outside: pods of the cluster and the node itself reach every endpoint.
    const cluster = goTo(names.service);
    const own: NftMatch = { kind: 'fib', side: 'saddr', type: 'local' };
    if (context.podCIDR) {
      yield nftRule(cluster, origin, [side('saddr', [context.podCIDR])], 'short-circuit pod traffic');
    }
    yield nftRule(MASQUERADE, origin, [own], 'masquerade local traffic');
    yield nftRule(cluster, origin, [own], 'short-circuit local traffic');
  } else yield nftRule(MASQUERADE, origin);
  if (hasExternal) yield nftRule(goTo(traffic.externalLocal ? names.local : names.service), origin);
}

/** One of the endpoints, each as likely, unless the source is remembered. */
function* choice({ described, names }: NftPort, endpoints: readonly Endpoint[]): Generator<NftRule> {
  const { origin, sessionAffinity } = described.port.service;
  for (const endpoint of sessionAffinity === 'ClientIP' ? endpoints : []) {
    const noted: NftMatch = { kind: 'set', side: 'saddr', set: names.affinity(endpoint) };
    yield nftRule(goTo(names.endpoint(endpoint)), origin, [noted]);
  }
  const verdicts = endpoints.map((endpoint) => goTo(names.endpoint(endpoint)));
  yield nftRule({ kind: 'numgen', verdicts }, origin);
}

function endpointRules(
  { described, names }: NftPort,
  endpoint: Endpoint,
  protocol: Described['port']['port']['protocol'],
): readonly NftRule[] {
  const { origin, sessionAffinity } = described.port.service;
  const { address, port } = endpoint;
  const note: NftRule[] =
    sessionAffinity === 'ClientIP' ? [nftRule({ kind: 'update', set: names.affinity(endpoint) }, origin)] : [];
  return [
    // A pod that reaches itself must not see itself as the client.
    nftRule(MASQUERADE, origin, [side('saddr', [hostPrefix(address)])]),
    ...note,
    nftRule({ kind: 'dnat', address, port }, origin, [{ kind: 'l4proto', protocol }]),
  ];
}

/** A node that has the load balancer's address itself sends from it. */
function firewall({ described }: NftPort): NftRule {
  const { service, loadBalancerIPs } = described.port;
  const ranges = service.loadBalancerSourceRanges;
  const own = described.allowsNode ? loadBalancerIPs.map(hostPrefix) : [];
  const sources = [...ranges.map(({ value }): Prefix => value), ...own];
  return nftRule({ kind: 'drop' }, ranges[0]?.origin ?? service.origin, [side('saddr', sources, true)]);
}
