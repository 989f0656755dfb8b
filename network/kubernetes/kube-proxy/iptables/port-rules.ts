import type { Address } from '../../../address/address.ts';
import type { Rule } from '../../../linux/rule.ts';
import type { ProxiedPort } from '../../services/service-ports.ts';
import { addressed, type Described, describe, type ProxyContext } from './described.ts';
import { endpointChains } from './endpoint-rules.ts';
import { externalChain, firewallChain } from './external-rules.ts';
import { type FilterChain, filterRules } from './filter-rules.ts';
import { comment, dport, from, jump, rule } from './words.ts';

/** Chains that the rules of many ports share, with their table. */
export type SharedChain = 'nat KUBE-SERVICES' | 'nat KUBE-NODEPORTS' | FilterChain;

/** Everything that kube-proxy writes for one port of a Service. */
export interface PortRules {
  readonly shared: Readonly<Record<SharedChain, readonly Rule[]>>;
  /** Chains of its own, in the table nat. */
  readonly own: ReadonlyMap<string, readonly Rule[]>;
}

/** The rules of one port on one node (kube-proxy 1.30, `syncProxyRules`). */
export function portRules(port: ProxiedPort, context: ProxyContext): PortRules {
  const described = describe(port, context);
  return {
    shared: {
      'nat KUBE-SERVICES': portals(described),
      'nat KUBE-NODEPORTS': nodePort(described),
      ...filterRules(described),
    },
    own: new Map(ownChains(described)),
  };
}

function portals(described: Described): Rule[] {
  const { port, names, hasEndpoints, hasInternal, hasFirewall } = described;
  const { name, service } = port;
  const inside = internalChain(described);
  const lead = (address: Address, what: string, chain: string) =>
    rule(addressed(port, address, `${name} ${what}`), jump(chain), service.origin);
  const rules = hasInternal ? [lead(port.clusterIP, 'cluster IP', inside)] : [];
  if (!hasEndpoints) return rules;
  for (const address of port.externalIPs) rules.push(lead(address, 'external IP', names.external));
  const balanced = hasFirewall ? names.firewall : names.external;
  for (const address of port.loadBalancerIPs) rules.push(lead(address, 'loadbalancer IP', balanced));
  return rules;
}

function nodePort({ port, names, hasEndpoints }: Described): Rule[] {
  if (!hasEndpoints || port.nodePort === undefined) return [];
  const { protocol, nodePort } = port.port;
  const matches = [comment(port.name), ...dport(protocol, port.nodePort)];
  return [rule(matches, jump(names.external), nodePort?.origin ?? port.service.origin)];
}

function internalChain({ names, traffic }: Described): string {
  return traffic.internalLocal ? names.local : names.service;
}

function* ownChains(described: Described): Generator<[string, readonly Rule[]]> {
  const { names, traffic, hasEndpoints, hasInternal, hasFirewall } = described;
  if (!hasEndpoints) return;
  if (traffic.externallyAccessible) yield [names.external, externalChain(described)];
  if (hasFirewall) yield [names.firewall, firewallChain(described)];
  const masquerade = (chain: string) =>
    hasInternal && chain === internalChain(described) ? fromOutside(described) : [];
  yield* endpointChains(described, masquerade);
}

/** Whoever is no pod and asks for the ClusterIP is masqueraded: the answer has to come back this way. */
function fromOutside({ port, context: { podCIDR } }: Described): Rule[] {
  if (!podCIDR) return [];
  const matches = [from(podCIDR, true), ...addressed(port, port.clusterIP, `${port.name} cluster IP`)];
  return [rule(matches, jump('KUBE-MARK-MASQ'), port.service.origin)];
}
