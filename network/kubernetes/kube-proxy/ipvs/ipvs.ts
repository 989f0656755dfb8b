import { type Address, type Family, familyOf } from '../../../address/address.ts';
import { prefix } from '../../../address/parse.ts';
import { containsAddress } from '../../../address/prefix.ts';
import type { IpvsTable } from '../../../linux/ipvs.ts';
import type { NetworkNamespace } from '../../../linux/namespace.ts';
import { type Node, podRange } from '../../../topology/cluster.ts';
import { lazy } from '../../../topology/ipam/lazy.ts';
import type { ProxiedPort, ServicePorts, ServiceView } from '../../services/service-ports.ts';
import { hasSourceRanges, isFirewalled } from '../../services/traffic.ts';
import type { Program, Stack } from '../mode.ts';
import { addIpvsChains } from './chains.ts';
import { addDummy, type Bound, DUMMY } from './dummy.ts';
import { ipvsSets } from './sets.ts';
import { VirtualServers } from './virtual-servers.ts';

/** `--ipvs-scheduler`; round robin unless written. */
const SCHEDULER = 'rr';

/** kube-proxy in mode ipvs: virtual servers, the addresses that make them local, sets, a few chains. */
export function ipvsProxy(view: ServiceView, stacks: readonly Stack[]): Program {
  const { origin } = view.cluster.kubeProxy;
  const families = stacks.map((stack) => ofFamily(view, stack));
  return (node, namespace) => {
    const own = families.map((prepare) => prepare(node, namespace));
    const originOf = (address: Address) =>
      own.map(({ bound }) => bound.originOf(address)).find((found) => found !== undefined);
    addDummy(namespace, { originOf, all: () => own.flatMap(({ bound }) => [...bound.all()]) }, origin);
    namespace.ipvs = union(own.map(({ servers }) => servers));
    for (const [name, value] of SYSCTLS) if (!namespace.sysctls.has(name)) namespace.sysctls.set(name, value);
  };
}

interface FamilyState {
  readonly bound: Bound;
  readonly servers: IpvsTable;
}

function ofFamily(
  { cluster, allocation }: ServiceView,
  { family, ports }: Stack,
): (node: Node, namespace: NetworkNamespace) => FamilyState {
  const { origin, scheduler = SCHEDULER } = cluster.kubeProxy;
  const podCIDR = podRange(cluster, family);
  const ranged = lazy(() => ports().where(hasSourceRanges).filter(isFirewalled));
  return (node, namespace) => {
    const nodeAddresses = lazy(() => addressesOf(namespace, family));
    const bound = boundTo(ports, nodeAddresses);
    const nodeIP = allocation.nodeAddresses(node).find((address) => familyOf(address) === family);
    const holdsNode = (port: ProxiedPort) => isFirewalled(port) && nodeIP !== undefined && holds(port, nodeIP);
    const sets = ipvsSets({ ports: ports(), node: node.id, nodeAddresses, bound, holdsNode });
    const barred = () => ranged().filter((port) => !holdsNode(port));
    const netfilter = family === 4 ? namespace.netfilter : namespace.netfilter6;
    addIpvsChains(netfilter, { family, origin, podCIDR, sets, barred });
    return { bound, servers: new VirtualServers(ports(), { node: node.id, scheduler, nodeAddresses }) };
  };
}

/** What kube-proxy sets before it starts; the connections that IPVS makes are known to conntrack. */
const SYSCTLS = [
  ['net.ipv4.vs.conntrack', '1'],
  ['net.ipv4.vs.expire_nodest_conn', '1'],
  ['net.ipv4.vs.expire_quiescent_template', '1'],
] as const;

function holds({ service }: ProxiedPort, nodeIP: Address): boolean {
  return service.loadBalancerSourceRanges.some(({ value }) => containsAddress(value, nodeIP));
}

/** An address that another device has is not bound a second time. */
function boundTo(ports: () => ServicePorts, nodeAddresses: () => ReadonlySet<Address>): Bound {
  const isOwn = (address: Address, { clusterIP }: ProxiedPort) => address !== clusterIP && nodeAddresses().has(address);
  return {
    originOf(address) {
      const port = ports().firstAt(address);
      return port && !isOwn(address, port) ? port.service.origin : undefined;
    },
    *all() {
      for (const address of ports().addresses()) if (!isOwn(address, ports().firstAt(address)!)) yield address;
    },
  };
}

const LOOPBACK = prefix('127.0.0.0/8');
const LINK_LOCAL = prefix('fe80::/10');

/** `GetAllLocalAddressesExcept`: neither those of lo nor link-local ones. */
function addressesOf({ devices }: NetworkNamespace, family: Family): ReadonlySet<Address> {
  const others = [...devices.values()].filter(({ name, kind }) => name !== DUMMY && kind !== 'loopback');
  const all = others.flatMap(({ addresses }) => addresses.map(({ address }) => address));
  const excluded = (address: Address) => containsAddress(typeof address === 'number' ? LOOPBACK : LINK_LOCAL, address);
  return new Set(all.filter((address) => familyOf(address) === family && !excluded(address)));
}

function union(tables: readonly IpvsTable[]): IpvsTable {
  return {
    at(protocol, address, port) {
      for (const table of tables) {
        const found = table.at(protocol, address, port);
        if (found) return found;
      }
      return undefined;
    },
    *all() {
      for (const table of tables) yield* table.all();
    },
  };
}
