import { formatAddress } from '../../address/address.ts';
import { prefix } from '../../address/parse.ts';
import type { NetworkNamespace } from '../../linux/namespace.ts';
import type { Match, NamedSet, Rule, Target } from '../../linux/rule.ts';
import { addressOf, podsOn } from '../pods.ts';
import { BRIDGE, type NodePart } from './bridge.ts';

const CHAIN = 'WEAVE';
const LOCAL_SET = 'weaver-no-masq-local';
const MULTICAST = prefix('224.0.0.0/4');

/**
 * What leaves the network, and what enters it from outside, gets the node's address; pods of the node itself are spared
 * (`WEAVE_NO_MASQ_LOCAL`), so that clients of `Local` Services keep theirs.
 */
export function addRules(part: NodePart, namespace: NetworkNamespace): void {
  addForward(part, namespace);
  const { range } = part.peers;
  if (!range) return;
  const { netfilter } = namespace;
  const { origin } = part;
  netfilter.sets.set(LOCAL_SET, localPods(part));
  const rule = (matches: readonly Match[], target: Target, comment?: string): Rule => {
    return { matches, target, origin, ...(comment === undefined ? {} : { comment }) };
  };
  const from = (not?: boolean): Match => ({ kind: 'source', prefix: range, not });
  const to = (not?: boolean): Match => ({ kind: 'destination', prefix: range, not });
  const masquerade: Target = { kind: 'MASQUERADE', randomFully: false };
  const done: Target = { kind: 'RETURN' };
  netfilter.append('nat', 'POSTROUTING', rule([], { kind: 'jump', chain: CHAIN }));
  netfilter.append(
    'nat',
    CHAIN,
    rule([{ kind: 'set', set: LOCAL_SET, directions: ['dst'] }], done, 'Prevent SNAT to locally running containers'),
    rule([from(), { kind: 'destination', prefix: MULTICAST }], done),
    rule([from(true), to()], masquerade),
    rule([from(), to(true)], masquerade),
  );
}

function localPods({ view, peer }: NodePart): NamedSet {
  const addresses = new Set(podsOn(view, peer.node).map((pod) => addressOf(pod)!));
  return {
    type: 'hash:ip',
    has: ([value]) => value !== undefined && addresses.has(value.address),
    entries: () => [...addresses].map(formatAddress),
  };
}

/** From the bridge to the rest of the world, and the answers back. */
function addForward({ origin }: NodePart, { netfilter }: NetworkNamespace): void {
  const accept: Target = { kind: 'ACCEPT' };
  netfilter.append(
    'filter',
    'FORWARD',
    {
      matches: [
        { kind: 'in', device: BRIDGE },
        { kind: 'out', device: BRIDGE, not: true },
      ],
      target: accept,
      origin,
    },
    {
      matches: [
        { kind: 'out', device: BRIDGE },
        { kind: 'conntrack', states: ['RELATED', 'ESTABLISHED'] },
      ],
      target: accept,
      origin,
    },
  );
}
