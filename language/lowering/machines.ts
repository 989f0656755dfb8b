import { familyOf } from '../../network/address/address.ts';
import type { Node, NodeGroup } from '../../network/topology/cluster.ts';
import type { Host, Machine, Nic } from '../../network/topology/underlay.ts';
import * as ast from '../generated/ast.ts';
import { originOf } from '../origins.ts';
import type { LoweringContext } from './context.ts';
import { lowerDocker } from './docker.ts';
import { listensOf } from './ports.ts';
import { routesOf, segmentOf } from './underlay.ts';
import {
  addressesOf,
  blocksOf,
  type Fields,
  fieldsOf,
  flagOf,
  labelsOf,
  macOf,
  numberOf,
  pairsOf,
  prefixesOf,
  wordOf,
} from './values.ts';

type Common = Omit<Machine, 'id' | 'name' | 'origin'>;

function machineOf(context: LoweringContext, block: Fields): Common {
  return {
    nics: nicsOf(context, block),
    publicAddresses: addressesOf(context, block, 'publicIP'),
    routes: routesOf(context, block),
    sysctls: pairsOf(block, 'sysctl'),
    securityGroups: blocksOf(block, ast.isGroupField).flatMap((field) => context.targets(field.targets)),
  };
}

/** NICs with blocks of their own, behind the `eth0` that fields of the machine itself describe. */
function nicsOf(context: LoweringContext, block: Fields): Nic[] {
  const declared = blocksOf(block, ast.isNic).map((one) => ({
    ...nicOf(context, fieldsOf(one)),
    name: one.name ?? 'eth0',
    origin: originOf(one),
  }));
  const own = block.fields.find(
    (field) =>
      (ast.isSegmentField(field) && field.keyword === 'in') || (ast.isValueField(field) && field.keyword === 'ip'),
  );
  return own ? [{ ...nicOf(context, block), name: 'eth0', origin: originOf(own) }, ...declared] : declared;
}

function nicOf(context: LoweringContext, block: Fields): Omit<Nic, 'name' | 'origin'> {
  return {
    segment: segmentOf(context, block),
    addresses: addressesOf(context, block, 'ip'),
    mac: macOf(context, block, 'mac'),
    mtu: numberOf(block, 'mtu'),
    down: flagOf(block, 'down')?.value ?? false,
  };
}

/** A host with its interfaces and its Docker. */
export function lowerHost(context: LoweringContext, node: ast.Host): Host {
  const block = fieldsOf(node);
  const docker = blocksOf(block, ast.isDocker);
  return {
    ...context.declared(node),
    ...machineOf(context, block),
    listens: listensOf(block),
    docker: docker.length > 0 ? lowerDocker(context, { fields: docker.flatMap((one) => one.fields ?? []) }) : undefined,
  };
}

/** A node of the cluster with that id. */
export function lowerNode(context: LoweringContext, node: ast.Node, cluster: string): Node {
  return { ...context.declared(node), ...nodeOf(context, fieldsOf(node)), cluster };
}

function nodeOf(context: LoweringContext, block: Fields): Omit<Node, 'id' | 'name' | 'origin' | 'cluster'> {
  return {
    ...machineOf(context, block),
    podCIDRs: prefixesOf(context, block, 'podCIDR'),
    labels: labelsOf(block),
    ipBlocks: prefixesOf(context, block, 'ipBlock', 'blockAffinity'),
    routeReflectorClusterID: wordOf(block, 'routeReflectorClusterID'),
    vtepMac: macOf(context, block, 'vtepMAC'),
    instanceType: wordOf(block, 'instanceType'),
    maxENIs: numberOf(block, 'maxENIs'),
    addressesPerENI: numberOf(block, 'addressesPerENI'),
    sourceDestCheck: flagOf(block, 'sourceDestCheck'),
    bgpStopped: wordOf(block, 'bgp')?.value === 'stopped',
  };
}

/** The group and the nodes that it has at least, named `group-1`, `group-2`, …; lists of addresses are dealt out in order. */
export function lowerNodeGroup(
  context: LoweringContext,
  node: ast.NodeGroup,
  cluster: string,
): { group: NodeGroup; nodes: Node[] } {
  const declared = context.declared(node);
  const [min, max] = sizeOf(node.range);
  const template = nodeOf(context, fieldsOf(node));
  const nodes = Array.from({ length: Math.min(min, MAX_NODES) }, (_, i) => ({
    ...template,
    id: `${cluster}/${declared.name}-${i + 1}`,
    name: `${declared.name}-${i + 1}`,
    origin: declared.origin,
    cluster,
    group: declared.name,
    nics: template.nics.map((nic) => ({ ...nic, addresses: dealt(nic.addresses, i) })),
    podCIDRs: template.podCIDRs.slice(i, i + 1),
    ipBlocks: template.ipBlocks.slice(i, i + 1),
    publicAddresses: template.publicAddresses.slice(i, i + 1),
  }));
  return { group: { ...declared, min, max, template: { nics: template.nics, labels: template.labels } }, nodes };
}

/** Kubernetes supports 5,000 nodes; more than that in one line is a typing error that must not fill the memory. */
const MAX_NODES = 20_000;

function sizeOf(range: string | undefined): [min: number, max: number] {
  const [min = 1, max = min] = (range ?? '1').split(/\.\.|-/).map(Number);
  return [min, Math.max(min, max)];
}

/** The `index`-th address of each family. */
function dealt(addresses: Nic['addresses'], index: number): Nic['addresses'] {
  return ([4, 6] as const).flatMap((family) => {
    const ofFamily = addresses.filter((address) => familyOf(address.value) === family);
    return ofFamily.slice(index, index + 1);
  });
}
