import { addressAt, formatAddress } from '../../address/address.ts';
import { formatPrefix } from '../../address/prefix.ts';
import type { NetworkNamespace } from '../../linux/namespace.ts';
import { podRange } from '../../topology/cluster.ts';
import type { Flannel } from '../../topology/cni.ts';
import type { ClusterView } from '../plugin.ts';
import type { Lease } from './leases.ts';

/** What flanneld writes down on a node: its subnet for the CNI plugin, its configuration, and its lease for the others. */
export function addFiles(
  view: ClusterView,
  config: Flannel,
  lease: Lease,
  mtu: number,
  namespace: NetworkNamespace,
): void {
  namespace.files.set('/run/flannel/subnet.env', () => subnetEnv(view, config, lease, mtu));
  namespace.files.set('/etc/kube-flannel/net-conf.json', () => netConf(view, config));
  namespace.files.set('flannel.alpha.coreos.com', () => annotations(config, lease));
}

/** FLANNEL_SUBNET is the gateway's address, with the mask of the node's range. */
function subnetEnv(view: ClusterView, config: Flannel, { subnet }: Lease, mtu: number): string {
  return [
    `FLANNEL_NETWORK=${networkText(view)}`,
    `FLANNEL_SUBNET=${formatAddress(addressAt(subnet.first, 1))}/${subnet.length}`,
    `FLANNEL_MTU=${mtu}`,
    `FLANNEL_IPMASQ=${config.ipMasq}`,
    '',
  ].join('\n');
}

/** The names of flannel's own backends; alivpc's type is that of its predecessor's plugin. */
const TYPES = { udp: 'udp', vxlan: 'vxlan', 'host-gw': 'host-gw', alivpc: 'ali-vpc' };

function netConf(view: ClusterView, { backend }: Flannel): string {
  const options = {
    udp: { Port: backend.port },
    vxlan: { VNI: backend.vni, Port: backend.port, DirectRouting: backend.directRouting },
    'host-gw': {},
    alivpc: {},
  }[backend.type];
  const conf = { Network: networkText(view), Backend: { Type: TYPES[backend.type], ...options } };
  return `${JSON.stringify(conf, null, 2)}\n`;
}

/** The lease, as annotations of the Node. */
function annotations({ backend }: Flannel, { publicAddress, vtepMac }: Lease): string {
  const data = backend.type === 'vxlan' ? JSON.stringify({ VNI: backend.vni, VtepMAC: vtepMac }) : 'null';
  return [
    `flannel.alpha.coreos.com/backend-data: '${data}'`,
    `flannel.alpha.coreos.com/backend-type: ${TYPES[backend.type]}`,
    `flannel.alpha.coreos.com/kube-subnet-manager: "true"`,
    `flannel.alpha.coreos.com/public-ip: ${formatAddress(publicAddress)}`,
    '',
  ].join('\n');
}

function networkText(view: ClusterView): string {
  const network = podRange(view.cluster, 4);
  return network ? formatPrefix(network) : '';
}
