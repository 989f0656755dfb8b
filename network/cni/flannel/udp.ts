import type { Address } from '../../address/address.ts';
import { formatAddress } from '../../address/address.ts';
import { formatPrefix, type Prefix } from '../../address/prefix.ts';
import { addAddress, addDevice } from '../../linux/configure.ts';
import { switchedOn } from '../../linux/device.ts';
import type { TunOwner } from '../../linux/device-process.ts';
import type { NetworkNamespace } from '../../linux/namespace.ts';
import { podRange } from '../../topology/cluster.ts';
import type { Flannel } from '../../topology/cni.ts';
import type { ClusterView } from '../plugin.ts';
import type { Backend } from './backend.ts';
import type { Lease, Leases } from './leases.ts';

/** IPv4 and UDP header. */
const OVERHEAD = 28;

/** TTL of the ICMP errors that flanneld writes itself (`send_net_unreachable` of its proxy). */
const ERROR_TTL = 8;

/**
 * `udp`: everything for the pods' network goes into the TUN `flannel0`, which flanneld reads; it looks the lease up itself
 * and sends the packet to the other flanneld.
 */
export function udp(view: ClusterView, config: Flannel, leases: Leases): Backend {
  return { overhead: OVERHEAD, program: (lease, namespace) => program(view, config, leases, lease, namespace) };
}

function program(view: ClusterView, config: Flannel, leases: Leases, own: Lease, namespace: NetworkNamespace): void {
  const network = networkOf(view, own);
  const { origin, port } = config.backend;
  const device = addDevice(namespace, {
    kind: 'tun',
    name: 'flannel0',
    mtu: config.mtu?.value ?? own.nic.mtu - OVERHEAD,
    ...switchedOn(),
    owner: flanneld(config, leases, own),
    origin,
  });
  addAddress(namespace, device, own.subnet.first, network.length, origin);
  namespace.listeners.push({ protocol: 'UDP', port, origin });
}

function flanneld(config: Flannel, leases: Leases, own: Lease): TunOwner {
  return {
    process: 'flanneld',
    port: config.backend.port,
    local: own.publicAddress,
    tunAddress: own.subnet.first,
    errorTtl: ERROR_TTL,
    lookup(destination: Address) {
      const remote = leases.at(destination);
      if (!remote || remote.node === own.node) return undefined;
      const rule = `${formatPrefix(remote.subnet)} -> ${formatAddress(remote.publicAddress)}`;
      return { remote: remote.publicAddress, rule, origin: remote.node.origin };
    },
  };
}

/** Network of flannel's configuration: the cluster's IPv4 pod range. */
function networkOf(view: ClusterView, own: Lease): Prefix {
  return podRange(view.cluster, 4) ?? own.subnet;
}
