import type { Flannel } from '../../topology/cni.ts';
import type { ClusterView } from '../plugin.ts';
import { alivpc } from './alivpc.ts';
import type { Backend } from './backend.ts';
import { hostGateway } from './host-gw.ts';
import type { Leases } from './leases.ts';
import { udp } from './udp.ts';
import { vxlan } from './vxlan.ts';

/** The backend that the cluster declares. */
export function backendOf(view: ClusterView, config: Flannel, leases: Leases): Backend {
  switch (config.backend.type) {
    case 'vxlan':
      return vxlan(config, leases);
    case 'host-gw':
      return hostGateway(config, leases);
    case 'udp':
      return udp(view, config, leases);
    case 'alivpc':
      return alivpc(view, config, leases);
  }
}
