import { hostPrefix } from '../../../address/prefix.ts';
import type { Match, Rule } from '../../../linux/rule.ts';
import { type Endpoint, endpointText } from '../../services/endpoints.ts';
import { AFFINITY_SECONDS } from '../../services/traffic.ts';
import type { Described } from './described.ts';
import { comment, from, jump, rule } from './words.ts';

/** KUBE-SVC and KUBE-SVL with a rule to each endpoint, and KUBE-SEP of each; `before` gives rules that come first. */
export function* endpointChains(
  described: Described,
  before: (chain: string) => readonly Rule[],
): Generator<[string, readonly Rule[]]> {
  const { traffic, names } = described;
  const { all, local, usesCluster, usesLocal } = traffic;
  if (usesCluster) yield [names.service, [...before(names.service), ...choice(described, all)]];
  if (usesLocal && local.length > 0) yield [names.local, [...before(names.local), ...choice(described, local)]];
  for (const endpoint of usesCluster ? all : local) yield endpointChain(described, endpoint);
}

/** One of the endpoints, each as likely: 1/n for the first, 1/(n-1) for the next where that was not it, … */
function choice(described: Described, endpoints: readonly Endpoint[]): Rule[] {
  const { names, port } = described;
  const { origin, sessionAffinity } = port.service;
  const to = (endpoint: Endpoint, matches: readonly Match[]) =>
    rule([...about(described, endpoint), ...matches], jump(names.endpoint(endpoint)), origin);
  const remembered =
    sessionAffinity === 'ClientIP' ? endpoints.map((one) => to(one, [noted(names.endpoint(one))])) : [];
  const drawn = endpoints.map((one, index) => to(one, chance(endpoints.length - index)));
  return [...remembered, ...drawn];
}

function about({ port, context }: Described, endpoint: Endpoint): Match[] {
  return context.terse ? [] : [comment(`${port.name} -> ${endpointText(endpoint)}`)];
}

function noted(name: string): Match {
  return { kind: 'recent', name, set: false, seconds: AFFINITY_SECONDS };
}

/** The last one is certain. kube-proxy writes ten digits. */
function chance(left: number): Match[] {
  return left === 1 ? [] : [{ kind: 'statistic', probability: 1 / left }];
}

function endpointChain(described: Described, endpoint: Endpoint): [string, Rule[]] {
  const { port, names, context } = described;
  const { service } = port;
  const { protocol } = port.port;
  const name = names.endpoint(endpoint);
  const text = context.terse ? [] : [comment(port.name)];
  const note: Match[] = service.sessionAffinity === 'ClientIP' ? [{ kind: 'recent', name, set: true }] : [];
  const transport: Match[] = [
    { kind: 'protocol', protocol },
    { kind: 'transport', protocol },
  ];
  return [
    name,
    [
      // A pod that reaches itself must not see itself as the client.
      rule([from(hostPrefix(endpoint.address)), ...text], jump('KUBE-MARK-MASQ'), service.origin),
      rule(
        [...text, ...note, ...transport],
        { kind: 'DNAT', address: endpoint.address, port: endpoint.port },
        service.origin,
      ),
    ],
  ];
}
