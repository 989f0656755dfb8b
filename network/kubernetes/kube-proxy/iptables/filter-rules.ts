import type { Meaning, Rule, Target } from '../../../linux/rule.ts';
import { withoutEndpoints } from '../../services/traffic.ts';
import { addressed, type Described } from './described.ts';
import { comment, DROP, dport, localAddress, REJECT, rule } from './words.ts';

/** Chains of the table filter that the rules of many ports share. */
export type FilterChain = 'filter KUBE-SERVICES' | 'filter KUBE-EXTERNAL-SERVICES' | 'filter KUBE-PROXY-FIREWALL';

/** What becomes of packets that no rule of the nat table has led to an endpoint. */
export function filterRules(described: Described): Readonly<Record<FilterChain, readonly Rule[]>> {
  return {
    'filter KUBE-SERVICES': described.hasInternal ? [] : [withoutInternal(described)],
    'filter KUBE-EXTERNAL-SERVICES': described.hasExternal ? [] : withoutExternal(described),
    'filter KUBE-PROXY-FIREWALL': described.hasFirewall ? firewall(described) : [],
  };
}

/** How a port without endpoints answers: REJECT where there are none at all, DROP where there are none on this node. */
interface Refusal {
  readonly target: Target;
  readonly text: string;
  readonly meaning: Meaning;
}

function refusal({ port, traffic, hasEndpoints }: Described, external: boolean): Refusal {
  return {
    target: hasEndpoints ? DROP : REJECT,
    text: `${port.name} has ${hasEndpoints ? 'no local endpoints' : 'no endpoints'}`,
    meaning: withoutEndpoints(port, traffic, external),
  };
}

function withoutInternal(described: Described): Rule {
  const { port } = described;
  const { target, text, meaning } = refusal(described, false);
  const origin = port.service.selector?.origin ?? port.service.origin;
  return rule(addressed(port, port.clusterIP, text), target, origin, { meaning });
}

function withoutExternal(described: Described): Rule[] {
  const { port } = described;
  const { target, text, meaning } = refusal(described, true);
  const { origin } = port.service;
  const addresses = [...port.externalIPs, ...port.loadBalancerIPs];
  const rules = addresses.map((address) => rule(addressed(port, address, text), target, origin, { meaning }));
  if (port.nodePort === undefined) return rules;
  const matches = [comment(text), localAddress('dst'), ...dport(port.port.protocol, port.nodePort)];
  return [...rules, rule(matches, target, origin, { meaning })];
}

/** What `loadBalancerSourceRanges` did not let through the nat table was not translated, and ends here. */
function firewall({ port, names }: Described): Rule[] {
  const text = `${port.name} traffic not accepted by ${names.firewall}`;
  const [first] = port.service.loadBalancerSourceRanges;
  const origin = first?.origin ?? port.service.origin;
  return port.loadBalancerIPs.map((address) => rule(addressed(port, address, text), DROP, origin));
}
