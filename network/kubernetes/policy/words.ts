import { formatAddress } from '../../address/address.ts';
import { formatPrefix } from '../../address/prefix.ts';
import type { PolicyPeer, PolicyRule } from '../../topology/policy.ts';
import type { PortRange } from '../../topology/ports.ts';
import { formatSelector, type Selector } from '../../topology/selector.ts';
import type { PolicyEnd, PolicyTraffic } from './admits.ts';
import type { Question } from './decide.ts';
import type { Direction } from './selection.ts';

/* NetworkPolicy in plain words, with the AND and OR that its YAML hides in dashes. */

/** `from (pods with app=web AND in namespaces with team=a) OR 10.0.0.0/8 except 10.1.0.0/16, on 80/TCP or http`. */
export function ruleWords({ peers, ports }: PolicyRule, direction: Direction): string {
  const word = direction === 'ingress' ? 'from' : 'to';
  const who = peers.length === 0 ? 'anyone' : peers.map(peerWords).join(' OR ');
  return `${word} ${who}${ports.length === 0 ? '' : `, on ${ports.map(portWords).join(' or ')}`}`;
}

function peerWords({ podSelector, namespaceSelector, ipBlock }: PolicyPeer): string {
  if (ipBlock) {
    const except = ipBlock.except.map(({ value }) => formatPrefix(value));
    return `${formatPrefix(ipBlock.cidr.value)}${except.length > 0 ? ` except ${except.join(', ')}` : ''}`;
  }
  if (!namespaceSelector) return podSelector ? `${podsWords(podSelector)} of its namespace` : 'nobody';
  const where =
    namespaceSelector.requirements.length === 0
      ? 'in any namespace'
      : `in namespaces with ${formatSelector(namespaceSelector)}`;
  return podSelector ? `(${podsWords(podSelector)} AND ${where})` : `any pod ${where}`;
}

function podsWords(selector: Selector): string {
  return selector.requirements.length === 0 ? 'any pod' : `pods with ${formatSelector(selector)}`;
}

/** `80/TCP`, `8000..8999/TCP`, `http`, `any UDP port`. */
function portWords({ protocol, from, to, name }: PortRange): string {
  if (name !== undefined) return protocol === undefined ? name : `${name}/${protocol}`;
  if (from === undefined) return `any ${protocol === undefined ? '' : `${protocol} `}port`;
  const range = to === undefined || to === from ? `${from}` : `${from}..${to}`;
  return protocol === undefined ? range : `${range}/${protocol}`;
}

/** `none of their ingress rules admits 80/TCP from default/b`, with the address of what is no pod. */
export function denialWords({ direction, peer, traffic }: Question, count: number): string {
  const rules = count === 1 ? `no ${direction} rule of it` : `none of their ${direction} rules`;
  return `${rules} admits ${trafficWords(traffic)} ${direction === 'ingress' ? 'from' : 'to'} ${endWords(peer)}`;
}

function trafficWords({ protocol, destinationPort }: PolicyTraffic): string {
  return destinationPort === undefined ? protocol : `${destinationPort}/${protocol}`;
}

function endWords({ address, workload }: PolicyEnd): string {
  const text = formatAddress(address);
  return workload ? `${workload.namespace}/${workload.name} (${text})` : text;
}
