import type { Address } from '../../address/address.ts';
import { prefix } from '../../address/parse.ts';
import { hostPrefix } from '../../address/prefix.ts';
import type { NetworkNamespace } from '../../linux/namespace.ts';
import type { Match, Rule, Target } from '../../linux/rule.ts';
import type { Origin } from '../../topology/origin.ts';
import type { DockerContainer } from '../../topology/underlay.ts';
import type { BridgeNetwork } from './networks.ts';

const LOOPBACK = prefix('127.0.0.0/8');

/** A published port and where it leads. */
export interface Publication {
  readonly network: BridgeNetwork;
  readonly address: Address;
  readonly port: DockerContainer['publishes'][number];
}

/** The chains that dockerd writes: masquerade for what leaves a bridge, DNAT for published ports, isolation of bridges. */
export function addRules(
  namespace: NetworkNamespace,
  networks: readonly BridgeNetwork[],
  publications: readonly Publication[],
  origin: Origin,
): void {
  addNat(namespace, networks, publications, origin);
  addFilter(namespace, networks, publications, origin);
}

const inBy = (device: string, not?: boolean): Match => ({ kind: 'in', device, not });
const outBy = (device: string, not?: boolean): Match => ({ kind: 'out', device, not });
const jump = (chain: string): Target => ({ kind: 'jump', chain });
const DONE: Target = { kind: 'RETURN' };
const ACCEPT: Target = { kind: 'ACCEPT' };
const DROP: Target = { kind: 'DROP' };
const MASQUERADE: Target = { kind: 'MASQUERADE', randomFully: false };

function rule(matches: readonly Match[], target: Target, origin: Origin): Rule {
  return { matches, target, origin };
}

function addNat(
  { netfilter }: NetworkNamespace,
  networks: readonly BridgeNetwork[],
  publications: readonly Publication[],
  origin: Origin,
): void {
  const local: Match = { kind: 'addrtype', side: 'dst', type: 'LOCAL' };
  netfilter.append('nat', 'PREROUTING', rule([local], jump('DOCKER'), origin));
  netfilter.append(
    'nat',
    'OUTPUT',
    rule([{ kind: 'destination', prefix: LOOPBACK, not: true }, local], jump('DOCKER'), origin),
  );
  for (const { device, subnet, origin } of networks) {
    netfilter.append(
      'nat',
      'POSTROUTING',
      rule([{ kind: 'source', prefix: subnet }, outBy(device, true)], MASQUERADE, origin),
    );
    netfilter.append('nat', 'DOCKER', rule([inBy(device)], DONE, origin));
  }
  for (const publication of publications) addTranslation(netfilter, publication);
}

/** What a container asks of its own published port would come to it from itself: it is masqueraded. */
function addTranslation(netfilter: NetworkNamespace['netfilter'], { network, address, port }: Publication): void {
  const { protocol, hostPort, containerPort, origin } = port;
  const itself: Match[] = [
    { kind: 'source', prefix: hostPrefix(address) },
    { kind: 'destination', prefix: hostPrefix(address) },
    { kind: 'protocol', protocol },
    { kind: 'dport', from: containerPort },
  ];
  const asked: Match[] = [
    inBy(network.device, true),
    { kind: 'protocol', protocol },
    { kind: 'dport', from: hostPort },
  ];
  netfilter.append('nat', 'POSTROUTING', rule(itself, MASQUERADE, origin));
  netfilter.append('nat', 'DOCKER', rule(asked, { kind: 'DNAT', address, port: containerPort }, origin));
}

function addFilter(
  { netfilter }: NetworkNamespace,
  networks: readonly BridgeNetwork[],
  publications: readonly Publication[],
  origin: Origin,
): void {
  netfilter.setPolicy('filter', 'FORWARD', 'DROP');
  netfilter.append('filter', 'FORWARD', rule([], jump('DOCKER-USER'), origin));
  netfilter.append('filter', 'FORWARD', rule([], jump('DOCKER-ISOLATION-STAGE-1'), origin));
  netfilter.append('filter', 'DOCKER');
  for (const network of networks) addForward(netfilter, network);
  for (const { network, address, port } of publications) addAccept(netfilter, network, address, port);
  for (const chain of ['DOCKER-ISOLATION-STAGE-1', 'DOCKER-ISOLATION-STAGE-2', 'DOCKER-USER']) {
    netfilter.append('filter', chain, rule([], DONE, origin));
  }
}

/** What a bridge's containers may send and be sent: to and from outside, to each other, not to another bridge. */
function addForward(netfilter: NetworkNamespace['netfilter'], { device, open, origin }: BridgeNetwork): void {
  netfilter.append(
    'filter',
    'FORWARD',
    rule([outBy(device), { kind: 'conntrack', states: ['RELATED', 'ESTABLISHED'] }], ACCEPT, origin),
    rule([outBy(device)], jump('DOCKER'), origin),
    rule([inBy(device), outBy(device, true)], ACCEPT, origin),
    rule([inBy(device), outBy(device)], open ? ACCEPT : DROP, origin),
  );
  netfilter.append(
    'filter',
    'DOCKER-ISOLATION-STAGE-1',
    rule([inBy(device), outBy(device, true)], jump('DOCKER-ISOLATION-STAGE-2'), origin),
  );
  netfilter.append('filter', 'DOCKER-ISOLATION-STAGE-2', rule([outBy(device)], DROP, origin));
}

function addAccept(
  netfilter: NetworkNamespace['netfilter'],
  { device }: BridgeNetwork,
  address: Address,
  { protocol, containerPort, origin }: Publication['port'],
): void {
  const matches: Match[] = [
    { kind: 'destination', prefix: hostPrefix(address) },
    inBy(device, true),
    outBy(device),
    { kind: 'protocol', protocol },
    { kind: 'dport', from: containerPort },
  ];
  netfilter.append('filter', 'DOCKER', rule(matches, ACCEPT, origin));
}
