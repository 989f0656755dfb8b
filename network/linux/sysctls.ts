/** Settings of a machine that the model acts by; `*` stands for `all`, `default` or a device. Others change no trace. */
const SYSCTLS = [
  'net.ipv4.ip_forward',
  'net.ipv6.conf.all.forwarding',
  'net.ipv4.conf.*.rp_filter',
  'net.ipv4.conf.*.src_valid_mark',
  'net.ipv4.conf.*.route_localnet',
  'net.ipv4.conf.*.proxy_arp',
  'net.ipv4.icmp_echo_ignore_all',
  'net.ipv6.icmp.echo_ignore_all',
  'net.bridge.bridge-nf-call-iptables',
  'net.bridge.bridge-nf-call-ip6tables',
] as const;

/** Whether a setting of that full name means something to the model. */
export function isKnownSysctl(name: string): boolean {
  return SYSCTLS.some((known) => matches(known, name));
}

/** The known names as one would write them for the device that a name is about. */
export function sysctlsLike(name: string): readonly string[] {
  const device = /^net\.ipv[46]\.conf\.([^.]+)\./.exec(name)?.[1] ?? 'all';
  return SYSCTLS.map((known) => known.replace('*', device));
}

function matches(known: string, name: string): boolean {
  const [before = '', after] = known.split('*');
  if (after === undefined) return known === name;
  return name.length > known.length - 1 && name.startsWith(before) && name.endsWith(after);
}
