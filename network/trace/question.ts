import { formatAddress } from '../address/address.ts';
import type { Network } from '../machines/network.ts';
import type { Endpoint, Trace } from '../topology/question.ts';
import { partiesOf } from './endpoints.ts';
import { localhostOf } from './ends/addresses.ts';
import { type Pair, type Party, pairs, totalPairs } from './parties.ts';

/** Who sends to whom in a question. */
export interface Crossings {
  readonly pairs: Iterable<Pair>;
  /** How many pairs of single pods and machines these stand for. */
  readonly total: number;
}

/** The pairs that a question asks about, or why that is not known. */
export function crossingsOf(
  network: Network,
  { from, to }: Pick<Trace, 'from' | 'to'>,
): Crossings | { readonly insufficient: string } {
  const sources = partiesOf(network, from);
  if ('insufficient' in sources) return sources;
  if (to.kind === 'localhost') return toThemselves(network, sources);
  const destinations = partiesOf(network, to);
  if ('insufficient' in destinations) return destinations;
  return { pairs: pairs(sources, destinations), total: totalPairs(sources, destinations) };
}

/** `localhost` is each source itself. */
function toThemselves(network: Network, sources: readonly Party[]): Crossings {
  const own = sources.map(({ members }): Pair => {
    const source = members[0]!;
    const { members: loopback, ports } = localhostOf(network, source);
    return { source, destination: loopback[0]!, ports, count: members.length };
  });
  return { pairs: own, total: own.reduce((sum, { count }) => sum + count, 0) };
}

/** An end as the language writes it, with its kind where a plain name would not do. */
export function endpointText(endpoint: Endpoint): string {
  switch (endpoint.kind) {
    case 'workload':
      return inCluster(endpoint.id);
    case 'pod':
      return `${inCluster(endpoint.workload)}-${endpoint.index}`;
    case 'service':
    case 'ingress':
      return `${endpoint.kind} ${inCluster(endpoint.id)}${endpoint.url ? ` at ${endpoint.url}` : ''}`;
    case 'namespace':
      return `${inCluster(endpoint.id)}/*`;
    case 'node':
      return inCluster(endpoint.id);
    case 'address':
      return formatAddress(endpoint.address);
    case 'name':
      return `"${endpoint.name}"`;
    case 'unresolved':
      return endpoint.text;
    case 'internet':
    case 'localhost':
      return endpoint.kind;
    default:
      return endpoint.id;
  }
}

function inCluster(id: string): string {
  return id.slice(id.indexOf('/') + 1);
}
