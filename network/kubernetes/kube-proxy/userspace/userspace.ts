import { familyOf } from '../../../address/address.ts';
import type { Packet } from '../../../linux/packet.ts';
import type { Relay, RelayChoice } from '../../../linux/relay.ts';
import { lazy } from '../../../topology/ipam/lazy.ts';
import type { ProxiedPort, ServiceView } from '../../services/service-ports.ts';
import { withoutEndpoints } from '../../services/traffic.ts';
import type { Program, Stack } from '../mode.ts';
import { addJumps, PortalChains } from './chains.ts';

/** `net.ipv4.ip_local_port_range`: the kernel hands these out; here in the order of the Services. */
const EPHEMERAL = { first: 32768, last: 60999 };

/**
 * kube-proxy in mode userspace, as it was before Kubernetes 1.26: packets for Services are led to a port of the process,
 * which opens a connection of its own. It never knew traffic policies nor source ranges, and one family only.
 */
export function userspaceProxy({ cluster, allocation }: ServiceView, stacks: readonly Stack[]): Program {
  const { origin } = cluster.kubeProxy;
  const [stack] = stacks;
  if (!stack) return () => {};
  const { family, ports } = stack;
  const proxied = lazy(() => new ProxyPorts(ports().all));
  return (node, namespace) => {
    const netfilter = family === 4 ? namespace.netfilter : namespace.netfilter6;
    const host = allocation.nodeAddresses(node).find((address) => familyOf(address) === family);
    addJumps(netfilter, origin);
    const all = proxied();
    netfilter.use(
      new PortalChains(
        ports(),
        (port) => all.of(port),
        (port) => all.at(port),
        host,
      ),
    );
    for (const protocol of ['TCP', 'UDP'] as const) {
      const accepts = (port: number) => all.at(port)?.port.protocol === protocol;
      namespace.listeners.push({ protocol, accepts, relay: relayOf(all), origin });
    }
  };
}

/** Which port of the process stands for which port of a Service. */
class ProxyPorts {
  readonly #ports: readonly ProxiedPort[];
  readonly #numbers: ReadonlyMap<ProxiedPort, number>;

  constructor(all: readonly ProxiedPort[]) {
    // SCTP it could not do.
    this.#ports = all.filter(({ port }) => port.protocol !== 'SCTP');
    this.#numbers = new Map(this.#ports.map((port, index) => [port, EPHEMERAL.first + index]));
  }

  of(port: ProxiedPort): number | undefined {
    const number = this.#numbers.get(port);
    return number !== undefined && number <= EPHEMERAL.last ? number : undefined;
  }

  at(port: number | undefined): ProxiedPort | undefined {
    return port === undefined || port > EPHEMERAL.last ? undefined : this.#ports[port - EPHEMERAL.first];
  }
}

/** The endpoints in turn: any may be next. Without any the process closes the connection that it has taken. */
function relayOf(ports: ProxyPorts): Relay {
  return {
    kind: 'userspace',
    process: 'kube-proxy',
    choose({ destinationPort }: Packet): RelayChoice {
      const port = ports.at(destinationPort)!;
      const { origin } = port.service;
      const detail = `takes a connection for ${port.name}`;
      const targets = port.endpoints();
      if (targets.length > 0) return { targets, detail, origin };
      return { refused: withoutEndpoints(port, { all: targets }, true), detail, origin };
    },
  };
}
