import type { Cluster } from '../../topology/cluster.ts';
import type { Check } from '../diagnostic.ts';
import { diagnostic, type Found } from '../support/place.ts';

export const backendDeprecated: Check = {
  code: 'BACKEND-DEPRECATED',
  severity: 'warning',
  summary: 'A way for packets that is deprecated: flannel udp, kube-proxy userspace',
  *run({ topology }) {
    for (const cluster of topology.clusters) for (const found of deprecated(cluster)) yield diagnostic(this, found);
  },
};

function* deprecated({ cni, kubeProxy }: Cluster): Generator<Found> {
  if (cni.kind === 'flannel' && cni.backend.type === 'udp') {
    const message =
      "flannel's backend udp is for debugging only: flanneld copies every packet through user space; vxlan leaves it in the kernel";
    yield instead(message, cni.backend.origin, 'vxlan');
  }
  if (kubeProxy.mode === 'userspace') {
    const message =
      'kube-proxy in userspace mode was removed in Kubernetes 1.26: it copies every connection through itself and hides its source';
    yield instead(message, kubeProxy.origin, 'iptables');
  }
}

function instead(message: string, origin: Found['origin'], value: string): Found {
  return { message, origin, fixes: [{ title: `Use ${value}`, changes: [{ kind: 'set', origin, value }] }] };
}
