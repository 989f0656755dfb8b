import { prefix } from '../../address/parse.ts';
import type { Prefix } from '../../address/prefix.ts';
import type { NetworkNamespace } from '../../linux/namespace.ts';
import type { Match, Rule, Target } from '../../linux/rule.ts';
import { podRange } from '../../topology/cluster.ts';
import type { Origin } from '../../topology/origin.ts';
import type { ClusterView } from '../plugin.ts';
import type { Lease } from './leases.ts';

const COMMENT = 'flanneld masq';
const CHAIN = 'FLANNEL-POSTRTG';
const MULTICAST = prefix('224.0.0.0/4');

/** `ipMasq`: what leaves the pods' network gets the node's address; pod to pod and node to own pods stay as they are. */
export function addMasquerade(view: ClusterView, lease: Lease, namespace: NetworkNamespace, origin: Origin): void {
  const network = podRange(view.cluster, 4);
  if (!network) return;
  const { netfilter } = namespace;
  netfilter.append('nat', 'POSTROUTING', rule([], { kind: 'jump', chain: CHAIN }, origin));
  netfilter.append('nat', CHAIN, ...rules(network, lease.subnet, origin));
}

const FORWARD_COMMENT = 'flanneld forward';
const FORWARD_CHAIN = 'FLANNEL-FWD';

/** Accepts what goes to and from the pods' network, where FORWARD's policy would drop it. */
export function addForward(view: ClusterView, namespace: NetworkNamespace, origin: Origin): void {
  const network = podRange(view.cluster, 4);
  if (!network) return;
  const accept = (kind: 'source' | 'destination'): Rule => {
    return { matches: [{ kind, prefix: network }], comment: FORWARD_COMMENT, target: { kind: 'ACCEPT' }, origin };
  };
  const jump: Rule = { matches: [], comment: FORWARD_COMMENT, target: { kind: 'jump', chain: FORWARD_CHAIN }, origin };
  namespace.netfilter.append('filter', 'FORWARD', jump);
  namespace.netfilter.append('filter', FORWARD_CHAIN, accept('source'), accept('destination'));
}

function rules(network: Prefix, own: Prefix, origin: Origin): Rule[] {
  const from = (prefix: Prefix, not?: boolean): Match => ({ kind: 'source', prefix, not });
  const to = (prefix: Prefix, not?: boolean): Match => ({ kind: 'destination', prefix, not });
  const done: Target = { kind: 'RETURN' };
  const masquerade: Target = { kind: 'MASQUERADE', randomFully: true };
  return [
    // The mark of kube-proxy, which masquerades these itself.
    rule([{ kind: 'mark', value: 0x4000, mask: 0x4000 }], done, origin),
    rule([from(own), to(network)], done, origin),
    rule([from(network), to(own)], done, origin),
    rule([from(network, true), to(own)], done, origin),
    rule([from(network), to(MULTICAST, true)], masquerade, origin),
    rule([from(network, true), to(network)], masquerade, origin),
  ];
}

function rule(matches: readonly Match[], target: Target, origin: Origin): Rule {
  return { matches, comment: COMMENT, target, origin };
}
