import type { Flannel } from '../../topology/cni.ts';
import type { ClusterView } from '../plugin.ts';
import type { Backend } from './backend.ts';
import { hostGateway } from './host-gw.ts';
import type { Leases } from './leases.ts';
import { remoteGap } from './remote-gap.ts';
import { vxlan } from './vxlan.ts';

/** IPv4 and UDP header: the overhead of the udp backend. */
const UDP_OVERHEAD = 28;

export function backendOf(view: ClusterView, config: Flannel, leases: Leases): Backend {
  switch (config.backend.type) {
    case 'vxlan':
      return vxlan(config, leases);
    case 'host-gw':
      return hostGateway(config, leases);
    case 'udp':
      return remoteGap(view, config, UDP_OVERHEAD);
    case 'alivpc':
      return remoteGap(view, config, 0);
  }
}
