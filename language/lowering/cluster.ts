import { prefix } from '../../network/address/parse.ts';
import { type Prefix, prefixFamily } from '../../network/address/prefix.ts';
import type { Cluster, Dns } from '../../network/topology/cluster.ts';
import { NOWHERE, type Sourced } from '../../network/topology/origin.ts';
import type { Namespace } from '../../network/topology/workload.ts';
import { DNS_IMPLEMENTATIONS, KUBE_PROXY_MODES } from '../fields.ts';
import * as ast from '../generated/ast.ts';
import { originOf } from '../origins.ts';
import { lowerCni } from './cni.ts';
import type { LoweringContext } from './context.ts';
import { withImplicit } from './implicit.ts';
import { lowerIngress } from './ingresses.ts';
import { lowerNode, lowerNodeGroup } from './machines.ts';
import { lowerPolicy } from './policies.ts';
import {
  addressesOf,
  blocksOf,
  type Fields,
  fieldsOf,
  labelsOf,
  namedBlocksOf,
  numberOf,
  prefixesOf,
  valuesOf,
  wordOf,
} from './values.ts';
import { lowerService, lowerWorkload } from './workloads.ts';

/** A cluster with all that other files of the model add to it. */
export function lowerCluster(context: LoweringContext, node: ast.Cluster, extensions: readonly ast.Extend[]): Cluster {
  const block: Fields = { fields: [node, ...extensions].flatMap((one) => one.fields ?? []) };
  const declared = context.declared(node);
  const cni = lowerCni(context, block);
  const podCIDRs = prefixesOf(context, block, 'podCIDR');
  const serviceCIDRs = prefixesOf(context, block, 'serviceCIDR');
  const groups = namedBlocksOf(block, ast.isNodeGroup).map((one) => lowerNodeGroup(context, one, declared.id));
  const cluster: Cluster = {
    ...declared,
    podCIDRs: podCIDRs.length > 0 ? podCIDRs : defaultPodCIDRs(cni),
    serviceCIDRs: serviceCIDRs.length > 0 ? serviceCIDRs : [{ value: prefix('10.96.0.0/12'), origin: NOWHERE }],
    nodeCIDRMaskSizes: maskSizesOf(block, podCIDRs),
    serviceNodePortRange: portRangeOf(block),
    maxPods: numberOf(block, 'maxPods')?.value ?? 110,
    clusterDomain: wordOf(block, 'clusterDomain')?.value ?? 'cluster.local',
    cni,
    kubeProxy: kubeProxyOf(block),
    dns: dnsOf(context, block),
    nodes: nodesOf(context, block, declared.id, groups),
    nodeGroups: groups.map(({ group }) => group),
    namespaces: lowerNamespaces(context, block, declared.id),
    manifests: valuesOf(block, 'manifests'),
  };
  return { ...cluster, namespaces: withImplicit(cluster) };
}

/** What the plugins' own manifests say; plugins that take addresses from a VPC have no range of their own. */
function defaultPodCIDRs(cni: Cluster['cni']): Sourced<Prefix>[] {
  if (cni.kind === 'aws-vpc' || (cni.kind === 'terway' && cni.mode !== 'vpc')) return [];
  if (cni.kind === 'calico' && cni.ipPools.length > 0) return [];
  return [{ value: prefix(cni.kind === 'weave' ? '10.32.0.0/12' : '10.244.0.0/16'), origin: NOWHERE }];
}

/** In a cluster of one family the number is that family's; otherwise one above 32 can only be IPv6's. */
function maskSizesOf(block: Fields, podCIDRs: readonly Sourced<Prefix>[]): Cluster['nodeCIDRMaskSizes'] {
  const sizes = { 4: 24, 6: 64 };
  const onlyIPv6 = podCIDRs.length > 0 && podCIDRs.every(({ value }) => prefixFamily(value) === 6);
  for (const { value } of valuesOf(block, 'nodeCIDRMaskSize')) {
    const size = Number(value);
    if (Number.isInteger(size) && size >= 0 && size <= 128) sizes[onlyIPv6 || size > 32 ? 6 : 4] = size;
  }
  return sizes;
}

function portRangeOf(block: Fields): Cluster['serviceNodePortRange'] {
  const match = /^(\d+)(?:-|\.\.)(\d+)$/.exec(wordOf(block, 'serviceNodePortRange')?.value ?? '');
  const [from, to] = match ? [Number(match[1]), Number(match[2])] : [30000, 32767];
  return from <= to && to <= 65535 ? { from, to } : { from: 30000, to: 32767 };
}

function kubeProxyOf(block: Fields): Cluster['kubeProxy'] {
  const node = blocksOf(block, ast.isKubeProxy).at(-1);
  const mode = KUBE_PROXY_MODES.find((one) => one === node?.name) ?? 'iptables';
  const scheduler = wordOf(fieldsOf(node), 'scheduler')?.value ?? (mode === 'ipvs' ? 'rr' : undefined);
  return { mode, scheduler, origin: node ? originOf(node) : NOWHERE };
}

function dnsOf(context: LoweringContext, block: Fields): Dns {
  const node = blocksOf(block, ast.isDns).at(-1);
  const fields = fieldsOf(node);
  return {
    implementation: DNS_IMPLEMENTATIONS.find((one) => one === node?.name) ?? 'coredns',
    clusterIP: addressesOf(context, fields, 'clusterIP')[0],
    replicas: numberOf(fields, 'replicas')?.value ?? 2,
    origin: node ? originOf(node) : NOWHERE,
  };
}

function nodesOf(
  context: LoweringContext,
  block: Fields,
  cluster: string,
  groups: readonly ReturnType<typeof lowerNodeGroup>[],
): Cluster['nodes'] {
  let next = 0;
  return block.fields.flatMap((field) => {
    if (ast.isNode(field))
      return !field.name ? [] : [context.remember(field, () => lowerNode(context, field, cluster))];
    return ast.isNodeGroup(field) && field.name ? groups[next++]!.nodes : [];
  });
}

/** Namespaces by name: one may be opened again in an extension of the cluster. */
function lowerNamespaces(context: LoweringContext, block: Fields, cluster: string): Namespace[] {
  const byId = new Map<string, ast.Namespace[]>();
  for (const node of namedBlocksOf(block, ast.isNamespace)) {
    const { id } = context.declared(node);
    byId.set(id, [...(byId.get(id) ?? []), node]);
  }
  return [...byId.values()].map((nodes) => {
    const lowered = () => lowerNamespace(context, nodes, cluster);
    return nodes.length > 1 ? lowered() : context.remember(nodes[0]!, lowered);
  });
}

function lowerNamespace(context: LoweringContext, nodes: readonly ast.Namespace[], cluster: string): Namespace {
  const block: Fields = { fields: nodes.flatMap((node) => node.fields ?? []) };
  const declared = context.declared(nodes[0]!);
  const place = { cluster, namespace: declared.name };
  return {
    ...declared,
    cluster,
    labels: { ...labelsOf(block), 'kubernetes.io/metadata.name': declared.name },
    workloads: namedBlocksOf(block, ast.isWorkload).map((node) =>
      context.remember(node, () => lowerWorkload(context, node, place)),
    ),
    services: namedBlocksOf(block, ast.isService).map((node) =>
      context.remember(node, () => lowerService(context, node, place)),
    ),
    ingresses: namedBlocksOf(block, ast.isIngress).map((node) =>
      context.remember(node, () => lowerIngress(context, node, place)),
    ),
    policies: blocksOf(block, ast.isNetworkPolicy).map((node) =>
      context.remember(node, () => lowerPolicy(context, node, place)),
    ),
  };
}
