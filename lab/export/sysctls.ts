import type { NetworkNamespace } from '../../network/linux/namespace.ts';

/** One sysctl as a path below /proc/sys and its value. */
export type Sysctl = readonly [path: string, value: string];

/**
 * What the model takes for granted. A new namespace inherits these from the machine that the lab runs on, so they are
 * said. Redirects are not modelled; a limit of ICMP errors would make an answer depend on the one before.
 */
const ASSUMED: readonly Sysctl[] = [
  ['net/ipv4/conf/all/rp_filter', '0'],
  ['net/ipv4/conf/default/rp_filter', '0'],
  ['net/ipv4/conf/all/send_redirects', '0'],
  ['net/ipv4/conf/default/send_redirects', '0'],
  ['net/ipv4/conf/all/accept_redirects', '0'],
  ['net/ipv4/conf/default/accept_redirects', '0'],
  ['net/ipv4/conf/all/arp_ignore', '0'],
  ['net/ipv4/conf/default/arp_ignore', '0'],
  ['net/ipv4/icmp_ratelimit', '0'],
  ['net/bridge/bridge-nf-call-iptables', '0'],
  ['net/bridge/bridge-nf-call-ip6tables', '0'],
];

/** Sysctls to set before there are devices (`first`), and those of single devices. In this order each. */
export function sysctlsOf(namespace: NetworkNamespace): { first: readonly Sysctl[]; devices: readonly Sysctl[] } {
  const own = [...namespace.sysctls].map(([name, value]): Sysctl => [sysctlPath(name), value]);
  const isDevice = ([path]: Sysctl) => [...namespace.devices.keys()].some((device) => path.split('/')[3] === device);
  // ip_forward comes first: to set it sets others back to their defaults.
  const forward: Sysctl = ['net/ipv4/ip_forward', namespace.sysctls.get('net.ipv4.ip_forward') ?? '0'];
  const first = new Map([forward, ...ASSUMED, ...familySix(namespace), ...own.filter((one) => !isDevice(one))]);
  return { first: [...first], devices: own.filter(isDevice) };
}

/** Without an IPv6 address of its own a machine is quiet; with one it uses it at once. */
function familySix(namespace: NetworkNamespace): readonly Sysctl[] {
  const used = [...namespace.devices.values()].some(({ addresses }) =>
    addresses.some(({ address }) => typeof address === 'bigint'),
  );
  return ['all', 'default'].flatMap((scope): Sysctl[] => [
    [`net/ipv6/conf/${scope}/disable_ipv6`, used ? '0' : '1'],
    [`net/ipv6/conf/${scope}/accept_dad`, '0'],
    [`net/ipv6/conf/${scope}/accept_ra`, '0'],
  ]);
}

/** `net.ipv4.conf.flannel.1.rp_filter` is `net/ipv4/conf/flannel.1/rp_filter`. */
export function sysctlPath(name: string): string {
  const perDevice = /^(net\.ipv[46]\.(?:conf|neigh))\.(.+)\.([^.]+)$/.exec(name);
  if (!perDevice) return name.replaceAll('.', '/');
  return `${perDevice[1]!.replaceAll('.', '/')}/${perDevice[2]}/${perDevice[3]}`;
}
