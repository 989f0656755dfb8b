import type { Address } from '../address/address.ts';
import { prefix } from '../address/parse.ts';
import { type Prefix, prefixOf } from '../address/prefix.ts';
import { derivedMac } from '../linux/mac.ts';
import type { NetworkNamespace } from '../linux/namespace.ts';
import type { Match, Rule, Target } from '../linux/rule.ts';
import type { Placement } from '../topology/allocation.ts';
import type { Origin } from '../topology/origin.ts';
import { addressOf } from './pods.ts';

const MARK = 0x2000;
const LOOPBACK = prefix('127.0.0.1/32');

/**
 * The chains of the portmap plugin, which flannel's and Calico's conflists chain behind their own: hostPort to pod by DNAT.
 * `subnet` is that of the pod's address, its own /32 where it has one; `device` is where its packets come in.
 */
export function addHostPorts(
  namespace: NetworkNamespace,
  pods: readonly Placement[],
  subnet: Prefix | 'own',
  device: string | ((pod: Placement) => string),
  origin: Origin,
): void {
  const mapped = pods.filter(
    ({ workload }) => !workload.hostNetwork && workload.ports.some(({ hostPort }) => hostPort),
  );
  if (mapped.length === 0) return;
  // Answers to what localhost asked come back to 127.0.0.1 by that device.
  const devices = typeof device === 'string' ? [device] : mapped.map(device);
  for (const name of devices) namespace.sysctls.set(`net.ipv4.conf.${name}.route_localnet`, '1');
  addEntries(namespace, origin);
  addMasquerade(namespace, origin);
  for (const pod of mapped) addPod(namespace, pod, subnet);
}

const jump = (chain: string): Target => ({ kind: 'jump', chain });

function addEntries({ netfilter }: NetworkNamespace, origin: Origin): void {
  const local: Match = { kind: 'addrtype', side: 'dst', type: 'LOCAL' };
  for (const hook of ['PREROUTING', 'OUTPUT'] as const) {
    netfilter.append('nat', hook, { matches: [local], target: jump('CNI-HOSTPORT-DNAT'), origin });
  }
}

function addMasquerade({ netfilter }: NetworkNamespace, origin: Origin): void {
  netfilter.insert('nat', 'POSTROUTING', {
    matches: [],
    comment: 'CNI portfwd requiring masquerade',
    target: jump('CNI-HOSTPORT-MASQ'),
    origin,
  });
  netfilter.append('nat', 'CNI-HOSTPORT-MASQ', {
    matches: [{ kind: 'mark', value: MARK, mask: MARK }],
    target: { kind: 'MASQUERADE', randomFully: false },
    origin,
  });
  netfilter.append('nat', 'CNI-HOSTPORT-SETMARK', {
    matches: [],
    comment: 'CNI portfwd masquerade mark',
    target: { kind: 'MARK', value: MARK, mask: MARK },
    origin,
  });
}

function addPod({ netfilter }: NetworkNamespace, pod: Placement, range: Prefix | 'own'): void {
  const own = addressOf(pod);
  if (own === undefined) return;
  const subnet = range === 'own' ? prefixOf(own, 32) : range;
  const chain = `CNI-DN-${derivedMac(`portmap ${pod.id}`).replaceAll(':', '')}`;
  for (const { protocol, hostPort, port, origin } of pod.workload.ports) {
    if (!hostPort) continue;
    const asked: Match[] = [{ kind: 'protocol', protocol }];
    const dports: Match = { kind: 'multiport', side: 'dports', ports: [hostPort.value] };
    const enter: Rule = { matches: [...asked, dports], target: jump(chain), origin };
    netfilter.append('nat', 'CNI-HOSTPORT-DNAT', enter);
    netfilter.append(
      'nat',
      chain,
      ...translation(own, port, subnet, [...asked, { kind: 'dport', from: hostPort.value }], origin),
    );
  }
}

/** Pods of the node, and the node by localhost, would get the answer past the translation: they are masqueraded. */
function translation(own: Address, port: number, subnet: Prefix, asked: readonly Match[], origin: Origin): Rule[] {
  const mark = jump('CNI-HOSTPORT-SETMARK');
  const from = (prefix: Prefix): Match => ({ kind: 'source', prefix });
  return [
    { matches: [from(subnet), ...asked], target: mark, origin },
    { matches: [from(LOOPBACK), ...asked], target: mark, origin },
    { matches: asked, target: { kind: 'DNAT', address: own, port }, origin },
  ];
}
