import { containsAddress, formatPrefix, type Prefix } from '../../address/prefix.ts';
import type { NetworkNamespace } from '../../linux/namespace.ts';
import type { Match, NamedSet, Target } from '../../linux/rule.ts';
import type { Origin } from '../../topology/origin.ts';
import { ruleComments } from './hashes.ts';
import type { Pools } from './pools.ts';

const ALL = 'cali40all-ipam-pools';
const MASQUERADED = 'cali40masq-ipam-pools';
const MASQUERADE: Target = { kind: 'MASQUERADE', randomFully: true };

/** A rule, and as Felix writes it when it hashes it. */
interface FelixRule {
  readonly text: string;
  readonly matches: readonly Match[];
  readonly target: Target;
}

/**
 * Felix's part of the table nat: what leaves a pool with `natOutgoing` for an address that is in no pool bears the node's
 * address; what leaves by a tunnel with another address of the node bears the tunnel's. There are no floating addresses.
 */
export function addNat(pools: Pools, tunnels: readonly string[], namespace: NetworkNamespace, origin: Origin): void {
  const { netfilter } = namespace;
  netfilter.sets.set(ALL, netSet(pools.all.map(({ cidr }) => cidr)));
  netfilter.sets.set(MASQUERADED, netSet(pools.all.filter(({ natOutgoing }) => natOutgoing).map(({ cidr }) => cidr)));
  add(
    namespace,
    'cali-POSTROUTING',
    [jump('cali-fip-snat'), jump('cali-nat-outgoing'), ...tunnels.map(byTunnel)],
    origin,
  );
  netfilter.append('nat', 'cali-fip-snat');
  add(namespace, 'cali-nat-outgoing', pools.all.some(({ natOutgoing }) => natOutgoing) ? [outgoing()] : [], origin);
  const [comment] = ruleComments('POSTROUTING', [jump('cali-POSTROUTING').text]);
  netfilter.insert('nat', 'POSTROUTING', {
    matches: [{ kind: 'comment', text: comment! }],
    target: { kind: 'jump', chain: 'cali-POSTROUTING' },
    origin,
  });
}

function add({ netfilter }: NetworkNamespace, chain: string, rules: readonly FelixRule[], origin: Origin): void {
  netfilter.append('nat', chain);
  const comments = ruleComments(
    chain,
    rules.map(({ text }) => text),
  );
  rules.forEach(({ matches, target }, i) => {
    const comment: Match = { kind: 'comment', text: comments[i]! };
    netfilter.append('nat', chain, { matches: [comment, ...matches], target, origin });
  });
}

function jump(chain: string): FelixRule {
  return { text: `--jump ${chain}`, matches: [], target: { kind: 'jump', chain } };
}

function outgoing(): FelixRule {
  const sets = `-m set --match-set ${MASQUERADED} src -m set ! --match-set ${ALL} dst`;
  return {
    text: `${sets} --jump MASQUERADE --random-fully`,
    matches: [
      { kind: 'set', set: MASQUERADED, directions: ['src'] },
      { kind: 'set', set: ALL, directions: ['dst'], not: true },
    ],
    target: MASQUERADE,
  };
}

/** A packet whose source was chosen before it was known that it would leave by the tunnel. */
function byTunnel(device: string): FelixRule {
  const local = '-m addrtype ! --src-type LOCAL --limit-iface-out -m addrtype --src-type LOCAL';
  return {
    text: `--out-interface ${device} ${local} --jump MASQUERADE --random-fully`,
    matches: [
      { kind: 'out', device },
      { kind: 'addrtype', side: 'src', type: 'LOCAL', limit: 'out', not: true },
      { kind: 'addrtype', side: 'src', type: 'LOCAL' },
    ],
    target: MASQUERADE,
  };
}

function netSet(networks: readonly Prefix[]): NamedSet {
  const own = networks.filter(({ first }) => typeof first === 'number');
  return {
    type: 'hash:net',
    has: ([value]) => value !== undefined && own.some((network) => containsAddress(network, value.address)),
    entries: () => own.map(formatPrefix),
  };
}
