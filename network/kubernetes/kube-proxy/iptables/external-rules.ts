import { hostPrefix } from '../../../address/prefix.ts';
import type { Rule } from '../../../linux/rule.ts';
import type { Described } from './described.ts';
import { comment, from, jump, localAddress, rule } from './words.ts';

/** KUBE-EXT: what came in by a node port, an external address or a load balancer's. */
export function externalChain(described: Described): Rule[] {
  const { traffic, names, hasExternal, port } = described;
  const policy = traffic.externalLocal ? names.local : names.service;
  const first = traffic.externalLocal ? shortCuts(described) : [masqueradeAll(described)];
  return hasExternal ? [...first, rule([], jump(policy), port.service.origin)] : first;
}

/** Any node may forward to any endpoint, so the answer has to come back through this one. */
function masqueradeAll({ port }: Described): Rule {
  const text = comment(`masquerade traffic for ${port.name} external destinations`);
  return rule([text], jump('KUBE-MARK-MASQ'), port.service.origin);
}

/** Policy Local is for what comes from outside: pods of the cluster and the node itself reach every endpoint. */
function shortCuts({ port, names, context: { podCIDR } }: Described): Rule[] {
  const { name, service } = port;
  const about = (text: string) => comment(`${text} for ${name} external destinations`);
  const own = localAddress('src');
  const pods = podCIDR ? [rule([from(podCIDR), about('pod traffic')], jump(names.service), service.origin)] : [];
  return [
    ...pods,
    rule([about('masquerade LOCAL traffic'), own], jump('KUBE-MARK-MASQ'), service.origin),
    rule([about('route LOCAL traffic'), own], jump(names.service), service.origin),
  ];
}

/** KUBE-FW: `loadBalancerSourceRanges` lets these sources go on; others fall out untranslated. */
export function firewallChain({ port, names, allowsNode }: Described): Rule[] {
  const { service, name, loadBalancerIPs } = port;
  const text = comment(`${name} loadbalancer IP`);
  const ranges = service.loadBalancerSourceRanges.map(({ value, origin }) =>
    rule([from(value), text], jump(names.external), origin),
  );
  // A node that has the load balancer's address itself sends from it.
  const own = allowsNode
    ? loadBalancerIPs.map((address) => rule([from(hostPrefix(address)), text], jump(names.external), service.origin))
    : [];
  return [...ranges, ...own];
}
