import { refusal } from '../../linux/configure.ts';
import type { NetworkNamespace } from '../../linux/namespace.ts';
import type { Route } from '../../linux/route.ts';
import type { RouteSource } from '../../linux/routing-table.ts';
import type { Flannel } from '../../topology/cni.ts';
import type { Backend } from './backend.ts';
import type { Lease, Leases } from './leases.ts';

/** `host-gw`: the other node itself is the gateway to its pods; it must be on-link. */
export function hostGateway(config: Flannel, leases: Leases): Backend {
  return {
    overhead: 0,
    program: (lease, namespace) => namespace.main.use(directRoutes(config, leases, lease, namespace)),
  };
}

/** `<pods> via <node> dev <nic>`, which the kernel refuses where the node is not on-link. */
export function directRoute(config: Flannel, own: Lease, remote: Lease): Route {
  return {
    type: 'unicast',
    destination: remote.subnet,
    via: remote.publicAddress,
    device: own.nic.device,
    scope: 'global',
    protocol: 'boot',
    origin: config.backend.origin,
  };
}

function directRoutes(config: Flannel, leases: Leases, own: Lease, namespace: NetworkNamespace): RouteSource {
  const routeTo = (remote: Lease | undefined) => {
    if (!remote || remote.node === own.node) return undefined;
    const route = directRoute(config, own, remote);
    return { route, reason: refusal(namespace, route) };
  };
  return {
    matches(address) {
      const found = routeTo(leases.at(address));
      return found && found.reason === undefined ? [found.route] : [];
    },
    refused(address) {
      const found = routeTo(leases.at(address));
      if (found?.reason === undefined) return undefined;
      const code = namespace.devices.get(own.nic.device)?.up ? 'BACKEND-L2' : undefined;
      return { route: found.route, reason: found.reason, code };
    },
    *all() {
      for (const lease of leases.all()) {
        const found = routeTo(lease);
        if (found && found.reason === undefined) yield found.route;
      }
    },
  };
}
