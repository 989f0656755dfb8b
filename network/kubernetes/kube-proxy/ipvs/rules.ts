import { bitsOf } from '../../../address/address.ts';
import { prefix } from '../../../address/parse.ts';
import { prefixOf } from '../../../address/prefix.ts';
import type { Match, Target } from '../../../linux/rule.ts';
import type { Protocol } from '../../../topology/ports.ts';
import { markTarget, masquerade } from '../iptables/fixed.ts';
import {
  ACCEPT,
  comment,
  DROP,
  FROM_AFAR,
  from,
  jump,
  localAddress,
  MASQUERADE_MARK,
  marked,
  REJECT,
  RETURN,
  rule,
  state,
} from '../iptables/words.ts';
import { suffix } from './sets.ts';
import { type Directions, type IpvsChainContext, type Written, writer } from './written.ts';

const MASQUERADE: Target = { kind: 'MASQUERADE', randomFully: false };
const MARK_MASQ = jump('KUBE-MARK-MASQ');

/** kube-proxy 1.30, `writeIptablesRules`: the table nat. */
export function natRules(context: IpvsChainContext): readonly Written[] {
  const { ask, plain, inSet } = writer(context);
  const { family, podCIDR, origin } = context;
  const services = 'KUBE-SERVICES';
  const outside = podCIDR ? [ask(services, 'KUBE-CLUSTER-IP', 'dst,dst', MARK_MASQ, from(podCIDR, true))] : [];
  const accept = (set: string): Written => ({ ...plain(services, ACCEPT, inSet(set, 'dst,dst')), needs: set });
  return [
    plain(services, RETURN, from(LOOPBACK[family])),
    ask('KUBE-POSTROUTING', 'KUBE-LOOP-BACK', 'dst,dst,src', MASQUERADE),
    ask(services, 'KUBE-LOAD-BALANCER', 'dst,dst', jump('KUBE-LOAD-BALANCER')),
    ask('KUBE-LOAD-BALANCER', 'KUBE-LOAD-BALANCER-LOCAL', 'dst,dst', RETURN),
    ...(['TCP', 'UDP', 'SCTP'] as const).flatMap((protocol) => nodePortRules(context, protocol)),
    ...outside,
    ask(services, 'KUBE-EXTERNAL-IP', 'dst,dst', MARK_MASQ),
    ...fromAfar(context, 'KUBE-EXTERNAL-IP'),
    ...fromAfar(context, 'KUBE-EXTERNAL-IP-LOCAL'),
    plain(services, jump('KUBE-NODE-PORT'), localAddress('dst')),
    plain('KUBE-LOAD-BALANCER', MARK_MASQ),
    accept('KUBE-CLUSTER-IP'),
    accept('KUBE-LOAD-BALANCER'),
    ...masquerade(origin).map((one): Written => ({ chain: 'KUBE-POSTROUTING', rule: one })),
    plain('KUBE-MARK-MASQ', markTarget(MASQUERADE_MARK)),
  ];
}

const LOOPBACK = { 4: prefix('127.0.0.0/8'), 6: prefix('::1/128') };

function nodePortRules(context: IpvsChainContext, protocol: Protocol): Written[] {
  const { ask } = writer(context);
  const directions = protocol === 'SCTP' ? 'dst,dst' : 'dst';
  const only: Match = { kind: 'protocol', protocol };
  const name = suffix(protocol);
  return [
    ask('KUBE-NODE-PORT', `KUBE-NODE-PORT-LOCAL-${name}`, directions, RETURN, only),
    ask('KUBE-NODE-PORT', `KUBE-NODE-PORT-${name}`, directions, MARK_MASQ, only),
  ];
}

/** What comes from another machine, or for an address that the node has, is done here. */
function fromAfar(context: IpvsChainContext, set: string): Written[] {
  const { ask } = writer(context);
  const [afar, here] = [ask('KUBE-SERVICES', set, 'dst,dst', ACCEPT), ask('KUBE-SERVICES', set, 'dst,dst', ACCEPT)];
  const more = (written: Written, ...matches: readonly Match[]): Written => {
    return { ...written, rule: { ...written.rule, matches: [...written.rule.matches, ...matches] } };
  };
  return [more(afar, ...FROM_AFAR), more(here, localAddress('dst'))];
}

/** The table filter: sources that a load balancer's ranges leave out, and ports of the host behind virtual addresses. */
export function filterRules(context: IpvsChainContext): readonly Written[] {
  const { ask, plain, inSet } = writer(context);
  const back = (set: string, directions: Directions) => plain('KUBE-IPVS-FILTER', RETURN, inSet(set, directions));
  return [
    ask('KUBE-PROXY-FIREWALL', 'KUBE-LOAD-BALANCER-FW', 'dst,dst', jump('KUBE-SOURCE-RANGES-FIREWALL')),
    ask('KUBE-SOURCE-RANGES-FIREWALL', 'KUBE-LOAD-BALANCER-SOURCE-CIDR', 'dst,dst,src', RETURN),
    ask('KUBE-SOURCE-RANGES-FIREWALL', 'KUBE-LOAD-BALANCER-SOURCE-IP', 'dst,dst,src', RETURN),
    plain('KUBE-SOURCE-RANGES-FIREWALL', DROP),
    plain('KUBE-FORWARD', ACCEPT, comment('kubernetes forwarding rules'), marked()),
    plain('KUBE-FORWARD', ACCEPT, comment('kubernetes forwarding conntrack rule'), state('RELATED', 'ESTABLISHED')),
    { ...ask('KUBE-NODE-PORT', 'KUBE-HEALTH-CHECK-NODE-PORT', 'dst', ACCEPT), needs: undefined },
    back('KUBE-LOAD-BALANCER', 'dst,dst'),
    back('KUBE-CLUSTER-IP', 'dst,dst'),
    back('KUBE-EXTERNAL-IP', 'dst,dst'),
    back('KUBE-EXTERNAL-IP-LOCAL', 'dst,dst'),
    back('KUBE-HEALTH-CHECK-NODE-PORT', 'dst'),
    plain('KUBE-IPVS-FILTER', REJECT, state('NEW'), inSet('KUBE-IPVS-IPS', 'dst')),
  ];
}

/** Where source ranges leave the node's own address out, it must not ask the load balancer either. */
export function barredRules({ barred, family }: IpvsChainContext): readonly Written[] {
  return barred().flatMap(({ loadBalancerIPs, port, service }) =>
    loadBalancerIPs.map((address): Written => {
      const virtual: Match = { kind: 'ipvs', address, protocol: port.protocol, port: port.port };
      const matches = [from(prefixOf(address, bitsOf(family))), virtual];
      return { chain: 'KUBE-IPVS-OUT-FILTER', rule: rule(matches, DROP, service.origin) };
    }),
  );
}
