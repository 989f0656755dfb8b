import { type Address, formatAddress } from '../../network/address/address.ts';
import { formatPrefix, type Prefix } from '../../network/address/prefix.ts';
import { STAND_IN } from './stand-in.ts';

/** A BGP session as one end is told of it. */
export interface Session {
  readonly local: Address;
  readonly neighbour: Address;
  readonly neighbourAs: number;
  /** It waits for the other end to connect. */
  readonly passive: boolean;
  /** The neighbour is a client of this route reflector, which has the cluster id. */
  readonly clusterId?: string;
  /** BIRD runs at the other end too, so that the session has to come up. */
  readonly answered: boolean;
}

/** A pool, and whom what is sent into it is not wrapped up for. */
export interface BirdPool {
  readonly cidr: Prefix;
  readonly tunnel?: 'ipip' | 'vxlan';
  /** Of CrossSubnet: the networks of the node. */
  readonly bare: readonly Prefix[];
}

/** What a speaker is told. A router that nodes peer with has no blocks and no pools: it tells nobody anything. */
export interface BirdConfig {
  readonly routerId: Address;
  readonly asNumber: number;
  readonly blocks: readonly Prefix[];
  readonly pools: readonly BirdPool[];
  readonly sessions: readonly Session[];
}

/** Name of the session's protocol, as `birdc show protocols` lists it. */
export const sessionName = ({ neighbour }: Session): string => `to_${formatAddress(neighbour).replaceAll('.', '_')}`;

/**
 * The configuration of BIRD 2 that means what Calico's templates mean to its BIRD 1.6 (`bird.cfg`, `bird_ipam.cfg`,
 * `bird_aggr.cfg`), with shorter intervals. BIRD 2 has no `krt_tunnel`: routes by a tunnel it does not write.
 */
export function birdConfig(config: BirdConfig): string {
  return [
    'log stderr { warning, error, fatal, bug };',
    `router id ${formatAddress(config.routerId)};`,
    'protocol device { scan time 1; }',
    'protocol direct { ipv4; interface -"cali*", -"kube-ipvs*", "*"; }',
    ...(config.blocks.length > 0 ? [blocksText(config.blocks)] : []),
    toPeers(config),
    toKernel(config),
    kernel(config),
    ...config.sessions.map((session) => sessionText(config, session)),
    '',
  ].join('\n');
}

/**
 * Felix's routes and leftovers are learnt, so that single addresses outside the blocks are told too. Calico merges paths of
 * one cost; a router does as BIRD does that is not told to.
 */
const kernel = ({ pools }: BirdConfig) => `protocol kernel {
  learn; persist; scan time 1; metric 0;${pools.length > 0 ? ' merge paths on;' : ''}
  ipv4 {
    import filter { if krt_source = ${STAND_IN} then reject; accept; };
    export filter to_kernel;
  };
}`;

const set = (prefixes: readonly Prefix[], below = '') =>
  `[ ${prefixes.map((prefix) => `${formatPrefix(prefix)}${below}`).join(', ')} ]`;

function blocksText(blocks: readonly Prefix[]): string {
  return `protocol static { ipv4; ${blocks.map((block) => `route ${formatPrefix(block)} blackhole;`).join(' ')} }`;
}

/** Blocks as a whole and nothing out of them, and what else is in a pool; not what Felix sends through VXLAN. */
function toPeers({ blocks, pools }: BirdConfig): string {
  return filter('to_peers', [
    ...(pools.length > 0 ? ['if ifname ~ "*.calico" then reject;'] : []),
    ...(blocks.length > 0 ? [`if net ~ ${set(blocks)} then accept;`, `if net ~ ${set(blocks, '+')} then reject;`] : []),
    ...pools.map(({ cidr }) => `if net ~ ${set([cidr], '+')} then accept;`),
    'reject;',
  ]);
}

function toKernel({ pools }: BirdConfig): string {
  return filter('to_kernel', [...pools.flatMap(notByBird), 'accept;']);
}

function notByBird({ cidr, tunnel, bare }: BirdPool): readonly string[] {
  const within = `net ~ ${set([cidr], '+')}`;
  if (tunnel === 'vxlan') return [`if ${within} then reject;`];
  if (tunnel === undefined) return [];
  const elsewhere = bare.map((network) => ` && ! (bgp_next_hop ~ ${formatPrefix(network)})`).join('');
  return [`if ${within} && source = RTS_BGP && dest = RTD_UNICAST${elsewhere} then reject;`];
}

const filter = (name: string, lines: readonly string[]) =>
  `filter ${name} {\n${lines.map((line) => `  ${line}`).join('\n')}\n}`;

function sessionText({ asNumber }: BirdConfig, session: Session): string {
  const { local, neighbour, neighbourAs, passive, clusterId } = session;
  return [
    `protocol bgp ${sessionName(session)} {`,
    `  local ${formatAddress(local)} as ${asNumber};`,
    `  neighbor ${formatAddress(neighbour)} as ${neighbourAs};`,
    '  multihop; connect delay time 1; connect retry time 1; error wait time 1, 2;',
    ...(passive ? ['  passive on;'] : []),
    ...(clusterId === undefined ? [] : [`  rr client; rr cluster id ${clusterId};`]),
    '  ipv4 { gateway recursive; add paths on; import all; export filter to_peers; };',
    '}',
  ].join('\n');
}
