import { type Address, distance, formatAddress } from '../../network/address/address.ts';
import { formatPrefix, type Prefix } from '../../network/address/prefix.ts';
import type { Allocation } from '../../network/topology/allocation.ts';
import type { Cluster } from '../../network/topology/cluster.ts';
import type { Cni } from '../../network/topology/cni.ts';
import type { NicAddresses } from '../../network/topology/ipam/nics.ts';
import type { Sourced } from '../../network/topology/origin.ts';
import type { Nic, Provider } from '../../network/topology/underlay.ts';
import type { Service, ServicePort } from '../../network/topology/workload.ts';

/** Parts of one line, those that are empty left out. */
export const inLine = (...parts: readonly (string | undefined | false)[]): string => parts.filter(Boolean).join(' · ');

/** Lines of a detail, those that are empty left out. */
export const inLines = (...lines: readonly (string | undefined | false)[]): string => lines.filter(Boolean).join('\n');

export const prefixes = (list: readonly Sourced<Prefix>[]): string =>
  list.map(({ value }) => formatPrefix(value)).join(', ');

export const addresses = (list: readonly Sourced<Address>[]): string =>
  list.map(({ value }) => formatAddress(value)).join(', ');

/** Addresses of alike pods in few characters: `10.244.1.2`, `10.244.1.2 – .4` when they follow each other, else `10.244.1.2 …`. */
export function addressSpan(list: readonly Address[]): string {
  const [first, ...rest] = [...list].sort((a, b) => (a < b ? -1 : 1));
  if (first === undefined) return '';
  const last = rest.at(-1);
  if (last === undefined) return formatAddress(first);
  const text = formatAddress(last);
  const consecutive = typeof first === typeof last && distance(first, last) === rest.length;
  if (!consecutive || typeof last !== 'number') return `${formatAddress(first)} …`;
  return `${formatAddress(first)} – ${text.slice(text.lastIndexOf('.'))}`;
}

/** A machine's NICs, a line each, with the addresses that they have or are given; the name only where there are several. */
export function nicLines(nics: readonly Nic[], given: Pick<NicAddresses, 'of'>): string {
  const several = nics.length > 1;
  const line = (nic: Nic) => {
    const text = given.of(nic).map(formatAddress).join(', ');
    return text && (several || nic.down) ? `${nic.name} ${text}${nic.down ? ' (down)' : ''}` : text;
  };
  return inLines(...nics.map(line));
}

const PROVIDERS: Record<Provider, string> = {
  alibaba: 'Alibaba Cloud',
  aws: 'AWS',
  gcp: 'Google Cloud',
  azure: 'Azure',
  none: '',
};

export const providerName = (provider: Provider): string => PROVIDERS[provider];

/** The network plugin with the one setting that decides how it carries packets. */
function cniName(cni: Cni): string {
  switch (cni.kind) {
    case 'flannel':
      return `flannel ${cni.backend.type}`;
    case 'calico':
      return inLine('calico', calicoModes(cni.ipPools));
    case 'weave':
    case 'terway':
      return `${cni.kind} ${cni.mode}`;
    case 'aws-vpc':
      return 'aws-vpc';
    case 'none':
      return 'no CNI';
  }
}

function calicoModes(pools: readonly { ipipMode: string; vxlanMode: string; disabled: boolean }[]): string {
  const mode = ({ ipipMode, vxlanMode }: { ipipMode: string; vxlanMode: string }) =>
    ipipMode !== 'Never' ? `IPIP ${ipipMode}` : vxlanMode !== 'Never' ? `VXLAN ${vxlanMode}` : 'BGP';
  return [...new Set(pools.filter(({ disabled }) => !disabled).map(mode))].join(', ');
}

/** What one should know of a cluster at a glance: how it carries packets, and its two ranges. */
export function clusterLines(cluster: Cluster): string {
  const range = (name: string, list: readonly Sourced<Prefix>[]) => list.length > 0 && `${name} ${prefixes(list)}`;
  return inLines(
    inLine(cniName(cluster.cni), `kube-proxy ${cluster.kubeProxy.mode}`),
    range('pods', cluster.podCIDRs),
    range('services', cluster.serviceCIDRs),
  );
}

/** Type with address, and the ports as `kubectl get service` prints them with their targets. */
export function serviceLines(service: Service, allocation: Allocation): string {
  const kind = service.headless ? 'headless' : service.type;
  const shown = service.ports.slice(0, 2).map((port, index) => portText(port, allocation.nodePort(service, index)));
  const hidden = service.ports.length - shown.length;
  const ips = allocation.clusterIPs(service).map(formatAddress).join(', ');
  return inLines(
    [kind, service.externalName?.value ?? ips].filter(Boolean).join(' '),
    [shown.join(', '), hidden > 0 && `+${hidden}`].filter(Boolean).join(' '),
  );
}

function portText(port: ServicePort, nodePort: number | undefined): string {
  const own = `${port.port}${nodePort === undefined ? '' : `:${nodePort}`}/${port.protocol}`;
  return port.targetPort === port.port ? own : `${own} → ${port.targetPort}`;
}
