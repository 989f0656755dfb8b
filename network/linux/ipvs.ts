import { type Address, formatEnd } from '../address/address.ts';
import { compareAddresses } from '../address/order.ts';
import type { EndProtocol } from './packet.ts';
import type { Provenance } from './provenance.ts';
import type { Meaning } from './rule.ts';

/** A virtual server of IPVS: an address, a protocol and a port behind which real servers stand. */
export interface VirtualServer {
  readonly protocol: EndProtocol;
  readonly address: Address;
  readonly port: number;
  readonly scheduler: string;
  /** Seconds for which a source keeps its real server (`-p`). */
  readonly persistent?: number;
  /** In the order in which `ipvsadm` lists them; worked out when asked for. */
  destinations(): readonly RealServer[];
  readonly origin?: Provenance;
  /** What a packet has met with that finds no real server here. */
  readonly meaning?: Meaning;
}

/** Where a virtual server sends connections. Its forwarding method is NAT (`Masq`), the only one modelled. */
export interface RealServer {
  readonly address: Address;
  readonly port: number;
  /** A server of weight 0 gets no new connections. */
  readonly weight: number;
}

/** The virtual servers of a namespace: a hash table in the kernel, here whatever answers look-ups as fast. */
export interface IpvsTable {
  at(protocol: string, address: Address, port: number | undefined): VirtualServer | undefined;
  all(): Iterable<VirtualServer>;
}

/** `ip_vs_in` and its kin among the hooks (`ip_vs_ops4`): behind the filters of INPUT, behind the nat table of OUTPUT. */
export const IPVS_PRIORITY = { INPUT: 99, FORWARD: 100, OUTPUT: -98 } as const;

/**
 * The real server of a new connection. `sh` decides by the source, `dh` by the destination. What the others choose depends
 * on connections before this one, of which nothing is known, or on a hash that is not modelled (`mh`), so that any may be
 * chosen, in proportion to its weight. Undefined: there is none.
 */
export function schedule(
  server: VirtualServer,
  source: Address,
  chance: (probability: number) => boolean,
): RealServer | undefined {
  const usable = server.destinations().filter(({ weight }) => weight > 0);
  if (server.scheduler === 'sh') return bucketOf(weighted(usable), source);
  if (server.scheduler === 'dh') return bucketOf(usable, server.address);
  let left = usable.reduce((sum, { weight }) => sum + weight, 0);
  for (const real of usable) {
    if (chance(real.weight / left)) return real;
    left -= real.weight;
  }
  return undefined;
}

/** Buckets of the hashing schedulers (`IP_VS_SH_TAB_SIZE`, `IP_VS_DH_TAB_SIZE`). */
const BUCKETS_LOG = 8;
const GOLDEN_RATIO_32 = 0x61c88647;

/** `ip_vs_sh_reassign`: each server has as many buckets in a row as its weight says. */
function weighted(servers: readonly RealServer[]): readonly RealServer[] {
  return servers.flatMap((server) => Array.from({ length: server.weight }, () => server));
}

/** `ip_vs_sh_hashkey`, `ip_vs_dh_hashkey`: the buckets are filled with the servers in turn. */
function bucketOf(servers: readonly RealServer[], address: Address): RealServer | undefined {
  const hash = Math.imul(folded(address), GOLDEN_RATIO_32) >>> (32 - BUCKETS_LOG);
  return servers[hash % Math.max(servers.length, 1)];
}

/** An IPv6 address counts by the exclusive or of its four words. */
function folded(address: Address): number {
  if (typeof address === 'number') return address;
  let word = 0;
  for (let rest = address; rest > 0n; rest >>= 32n) word ^= Number(rest & 0xffffffffn);
  return word;
}

/** `TCP  10.96.0.12:80 rr persistent 10800`. */
export function formatVirtualServer({ protocol, address, port, scheduler, persistent }: VirtualServer): string {
  const sticky = persistent === undefined ? '' : ` persistent ${persistent}`;
  return `${protocol}  ${formatEnd(address, port)} ${scheduler}${sticky}`;
}

/** `-> 10.244.1.10:80 Masq 1`. */
export function formatRealServer({ address, port, weight }: RealServer): string {
  return `-> ${formatEnd(address, port)} Masq ${weight}`;
}

const HEAD = [
  'IP Virtual Server version 1.2.1 (size=4096)',
  'Prot LocalAddress:Port Scheduler Flags',
  '  -> RemoteAddress:Port           Forward Weight ActiveConn InActConn',
];

/** `ipvsadm -Ln`: by protocol, address and port. Connections are none: the model has no traffic but its traces. */
export function formatIpvs(table: IpvsTable): readonly string[] {
  const servers = [...table.all()].sort(byPlace);
  return [...HEAD, ...servers.flatMap((server) => [formatVirtualServer(server), ...reals(server)])];
}

function reals(server: VirtualServer): string[] {
  return server.destinations().map(({ address, port, weight }) => {
    const end = formatEnd(address, port).padEnd(28);
    return `  -> ${end} Masq    ${String(weight).padEnd(6)} ${'0'.padEnd(10)} ${'0'.padEnd(10)}`;
  });
}

function byPlace(a: VirtualServer, b: VirtualServer): number {
  if (a.protocol !== b.protocol) return a.protocol < b.protocol ? -1 : 1;
  return compareAddresses(a.address, b.address) || a.port - b.port;
}
