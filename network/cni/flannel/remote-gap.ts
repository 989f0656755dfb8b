import { containsAddress, type Prefix } from '../../address/prefix.ts';
import type { Flannel } from '../../topology/cni.ts';
import type { ClusterView } from '../plugin.ts';
import type { Backend } from './backend.ts';

/** Stands for a backend that is not modelled: what is for pods of other nodes, or comes from them, is undecided. */
export function remoteGap(view: ClusterView, config: Flannel, overhead: number): Backend {
  const reason = `flannel's backend ${config.backend.type} is not modelled yet`;
  const network = view.cluster.podCIDRs.map((cidr) => cidr.value);
  const holds = (prefixes: readonly Prefix[], address: number | bigint) =>
    prefixes.some((prefix) => containsAddress(prefix, address));
  return {
    overhead,
    program(lease, namespace) {
      const remote = (address: number | bigint) => holds(network, address) && !containsAddress(lease.subnet, address);
      for (const hook of ['PREROUTING', 'OUTPUT'] as const) {
        const applies = (packet: { source: number | bigint; destination: number | bigint }) =>
          remote(packet.destination) || remote(packet.source);
        namespace.gaps.push({ hook, applies, reason, origin: config.backend.origin });
      }
    },
  };
}
