import type { NetworkNamespace } from '../../network/linux/namespace.ts';
import { isOutermost } from './edges.ts';

/** One sysctl as a path below /proc/sys and its value. */
export type Sysctl = readonly [path: string, value: string];

/**
 * What the model takes for granted of every machine. Redirects are not modelled; a limit of ICMP errors would make an
 * answer depend on the one before.
 */
export const ASSUMED: readonly Sysctl[] = [
  ...['all', 'default'].flatMap((scope): readonly Sysctl[] => [
    [`net/ipv4/conf/${scope}/rp_filter`, '0'],
    [`net/ipv4/conf/${scope}/send_redirects`, '0'],
    [`net/ipv4/conf/${scope}/accept_redirects`, '0'],
    [`net/ipv4/conf/${scope}/arp_ignore`, '0'],
    [`net/ipv6/conf/${scope}/disable_ipv6`, '1'],
    [`net/ipv6/conf/${scope}/accept_dad`, '0'],
    [`net/ipv6/conf/${scope}/accept_ra`, '0'],
  ]),
  ['net/ipv4/icmp_ratelimit', '0'],
  ['net/bridge/bridge-nf-call-iptables', '0'],
  ['net/bridge/bridge-nf-call-ip6tables', '0'],
];

export interface Sysctls {
  /** Value of `net.ipv4.ip_forward`. */
  readonly forwarding: string;
  /** What differs from {@link ASSUMED}, to be set before there are devices. */
  readonly first: readonly Sysctl[];
  /** Those of single devices. */
  readonly devices: readonly Sysctl[];
}

/** A machine's sysctls in the order in which they have to be set. */
export function sysctlsOf(namespace: NetworkNamespace): Sysctls {
  const written = [...namespace.sysctls].map(([name, value]): Sysctl => [sysctlPath(name), value]);
  // Those of IPVS are there only where its module is.
  const own = written.filter(([path]) => !path.startsWith('net/ipv4/vs/'));
  const isDevice = ([path]: Sysctl) => [...namespace.devices.keys()].some((device) => path.split('/')[3] === device);
  const assumed = new Map(ASSUMED);
  const differs = ([path, value]: Sysctl) => path !== FORWARDING && assumed.get(path) !== value;
  // Whoever stands at the model's edge forwards, wherever to.
  const forwarding = isOutermost(namespace) ? '1' : (new Map(own).get(FORWARDING) ?? '0');
  const first = own.filter((one) => !isDevice(one) && differs(one));
  return { forwarding, first: [...familySix(namespace), ...first], devices: own.filter(isDevice) };
}

const FORWARDING = 'net/ipv4/ip_forward';

/** A machine with an IPv6 address uses it; others are quiet. */
function familySix({ devices }: NetworkNamespace): readonly Sysctl[] {
  const addresses = [...devices.values()].flatMap((device) => device.addresses);
  const used = addresses.some(({ address }) => typeof address === 'bigint');
  return used ? ['all', 'default'].map((scope): Sysctl => [`net/ipv6/conf/${scope}/disable_ipv6`, '0']) : [];
}

/** `net.ipv4.conf.flannel.1.rp_filter` is `net/ipv4/conf/flannel.1/rp_filter`. */
export function sysctlPath(name: string): string {
  const perDevice = /^(net\.ipv[46]\.(?:conf|neigh))\.(.+)\.([^.]+)$/.exec(name);
  if (!perDevice) return name.replaceAll('.', '/');
  return `${perDevice[1]!.replaceAll('.', '/')}/${perDevice[2]}/${perDevice[3]}`;
}
