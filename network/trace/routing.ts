import { formatAddress } from '../address/address.ts';
import { lookupRoute, type RouteDecision, type RouteQuery, refusedRoute } from '../linux/fib.ts';
import { formatRoute } from '../linux/format.ts';
import type { NetworkNamespace } from '../linux/namespace.ts';
import { ICMP } from '../linux/packet.ts';
import type { RefusedRoute, Route, RouteType } from '../linux/route.ts';
import type { Cause } from './drop.ts';
import type { Walk } from './walk.ts';

/** Looks the route up and records it; remembers what the kernel refused and would have been better. */
export function route(walk: Walk, namespace: NetworkNamespace, query: RouteQuery): RouteDecision | undefined {
  const decision = lookupRoute(namespace, query);
  const refused = refusedRoute(namespace, query);
  const found = decision?.route;
  if (refused && (!found || found.destination.length < refused.route.destination.length)) {
    const text = `${namespace.name} ${failing(refused)} "${formatRoute(refused.route)}": ${refused.reason}`;
    walk.refused.push({ code: refused.code, text });
  }
  if (found?.caution) {
    const text = `${namespace.name} sends it by "${formatRoute(found)}": ${found.caution.reason}`;
    walk.refused.push({ code: found.caution.code, text });
  }
  if (decision) walk.recorder.step(namespace, { type: 'route', ...printed(decision) });
  return decision;
}

function failing({ lost, untold }: RefusedRoute): string {
  if (untold) return 'was never told';
  return lost ? 'has no longer' : 'could not add';
}

function printed({ route, table }: RouteDecision) {
  return { rule: formatRoute(route), origin: route.origin, ...(table === 'main' ? {} : { table }) };
}

/** What a route that leads nowhere does to a forwarded packet (`ip_error`). */
const DEAD_ENDS: Partial<Record<RouteType, Pick<Cause, 'disposition' | 'error'>>> = {
  blackhole: { disposition: 'BLACKHOLE' },
  unreachable: { disposition: 'NO_ROUTE', error: ICMP.unreachableRoute },
  prohibit: { disposition: 'NO_ROUTE', error: ICMP.prohibited },
};

/** Why a route of that type ends a packet's way; undefined for those that lead on. */
export function deadEnd(route: Route): Cause | undefined {
  const effect = DEAD_ENDS[route.type];
  if (!effect) return undefined;
  const rule = formatRoute(route);
  return { ...effect, reason: `the route "${rule}" ends its way`, rule, origin: route.origin };
}

/** Why a packet goes no further where no route leads to its destination. */
export function noRoute(namespace: NetworkNamespace, query: RouteQuery): Cause {
  return {
    disposition: 'NO_ROUTE',
    reason: `${namespace.name} has no route to ${formatAddress(query.destination)}`,
    error: ICMP.networkUnreachable,
  };
}
