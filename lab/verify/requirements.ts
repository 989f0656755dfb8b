import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Feature } from '../export/omissions.ts';
import { inSandbox } from './sandbox.ts';

/** Whether a lab can be built here, and which features of the kernel and the machine it has to do without. */
export type Requirements =
  | { readonly ready: true; readonly lacking: ReadonlyMap<Feature, string> }
  | { readonly ready: false; readonly reason: string };

/** Commands without which nothing works, and the Debian packages that have them. */
const COMMANDS = { unshare: 'util-linux', bash: 'bash', ip: 'iproute2', bridge: 'iproute2', python3: 'python3' };

/** A command for each feature that works only where it is there. */
const FEATURES: Readonly<Record<Feature, string>> = {
  vxlan: 'ip link add probe2 type vxlan id 1 dstport 8472',
  tun: 'ip tuntap add dev probe3 mode tun',
  ipip: 'ip link add probe4 type ipip local 192.0.2.1 remote 192.0.2.2',
  macvlan: 'ip link add link probe0 name probe5 type macvlan mode bridge',
  dummy: 'ip link add probe6 type dummy',
  br_netfilter: 'test -e /proc/sys/net/bridge/bridge-nf-call-iptables',
  ipset:
    'ipset create probe hash:ip,port && printf "*nat\\n-A POSTROUTING -m set --match-set probe dst,dst -j ACCEPT\\nCOMMIT\\n" | iptables-restore',
  nftables:
    'printf "table ip probe {\\n chain c {\\n type nat hook output priority -100\\n numgen random mod 1 vmap { 0 : accept }\\n }\\n}\\n" | nft -f -',
  fabric:
    'ip link add probe7 type bridge && ip link add probe8 type veth peer name probe9 && ip link set probe8 master probe7 && ip link set probe8 type bridge_slave proxy_arp_wifi on && printf "table bridge probe {\\n map m {\\n type ipv4_addr : ether_addr\\n }\\n chain c {\\n type filter hook prerouting priority -300\\n ether daddr set ip daddr map @m accept\\n }\\n}\\n" | nft -f -',
  iptables: 'printf "*nat\\n-A POSTROUTING -j ACCEPT\\nCOMMIT\\n" | iptables-restore',
};

/** Looks what this machine has, in namespaces that vanish. */
export async function requirements(): Promise<Requirements> {
  const missing = await missingCommands();
  if (missing.length > 0) return { ready: false, reason: `missing: ${missing.join(', ')}` };
  const lines = Object.entries(FEATURES).map(([name, command]) => `(${command}) >/dev/null 2>&1 || echo ${name}`);
  const base = 'ip netns add probe && ip link add probe0 type veth peer name probe1 netns probe';
  const { code, out, err } = await inSandbox(['bash', '-c', `${base} || exit 1\n${lines.join('\n')}\ntrue`]);
  if (code !== 0) return { ready: false, reason: `no network namespaces: ${err.trim().split('\n')[0] ?? ''}` };
  const lacking = out.split('\n').filter((name): name is Feature => name in FEATURES);
  return { ready: true, lacking: new Map(lacking.map((name) => [name, `there is no ${name} here`])) };
}

async function missingCommands(): Promise<string[]> {
  if (process.platform !== 'linux') return ['Linux'];
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  const found = async (name: string) => {
    const tries = folders.map((folder) => access(join(folder, name), constants.X_OK));
    return Promise.any(tries).then(
      () => true,
      () => false,
    );
  };
  const entries = Object.entries(COMMANDS);
  const there = await Promise.all(entries.map(([name]) => found(name)));
  return entries.filter((_, index) => !there[index]).map(([name, pack]) => `${name} (${pack})`);
}
