import type { Cluster } from '../../topology/cluster.ts';
import type { Check } from '../diagnostic.ts';
import { serviceWords } from '../services/node-ports.ts';
import { diagnostic } from '../support/place.ts';
import { hasPods, selectedBy } from '../support/selected.ts';

/** kube-proxy in userspace mode makes the connection itself, so nothing goes back by the port that it came from. */
export const hairpin: Check = {
  code: 'HAIRPIN',
  severity: 'warning',
  summary: 'A Pod that may reach itself through its Service by a bridge port without hairpin',
  *run({ topology, stop }) {
    for (const cluster of topology.clusters) {
      if (stop()) return;
      const { cni, kubeProxy } = cluster;
      if (cni.kind !== 'flannel' || cni.hairpinMode || kubeProxy.mode === 'userspace') continue;
      const found = ownService(cluster);
      if (!found) continue;
      const { service, pods } = found;
      const origin = cni.hairpinOrigin ?? cni.origin;
      yield diagnostic(this, {
        message: `${serviceWords(service)} leads its own Pods (${pods}) to themselves as well, and their ports of cni0 have no hairpin: those packets are lost`,
        origin,
        related: [{ origin: service.origin, message: serviceWords(service) }],
        fixes: [
          {
            title: 'Switch hairpinMode on',
            changes: cni.hairpinOrigin
              ? [{ kind: 'set', origin, value: 'true' }]
              : [{ kind: 'insert', into: origin, field: 'hairpinMode', value: 'true' }],
          },
        ],
      });
    }
  },
};

/** The first Service with an address that selects Pods on the bridge. */
function ownService({ namespaces }: Cluster) {
  for (const namespace of namespaces) {
    for (const service of namespace.services) {
      if (service.implicit || service.headless || service.type === 'ExternalName') continue;
      const behind = selectedBy(namespace, service).find((one) => hasPods(one) && !one.hostNetwork);
      if (behind) return { service, pods: behind.name };
    }
  }
  return undefined;
}
