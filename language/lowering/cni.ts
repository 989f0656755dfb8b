import { prefixFamily } from '../../network/address/prefix.ts';
import type {
  AwsVpc,
  BgpPeer,
  Calico,
  Cni,
  EncapsulationMode,
  Flannel,
  FlannelBackend,
  IpPool,
  Terway,
  Weave,
} from '../../network/topology/cni.ts';
import { NOWHERE, type Origin } from '../../network/topology/origin.ts';
import { BACKENDS, CNI_KINDS } from '../fields.ts';
import * as ast from '../generated/ast.ts';
import { originOf } from '../origins.ts';
import { calicoSelectorOf } from './calico-selector.ts';
import type { LoweringContext } from './context.ts';
import {
  addressesOf,
  blocksOf,
  choiceOf,
  type Fields,
  fieldsOf,
  flagOf,
  numberOf,
  prefixesOf,
  wordOf,
} from './values.ts';

/** The plugin of the last `cni` field; `none` without one, and for a name that is not known. */
export function lowerCni(context: LoweringContext, cluster: Fields): Cni {
  const node = blocksOf(cluster, ast.isCni).at(-1);
  if (!node) return { kind: 'none', origin: NOWHERE };
  const kind = CNI_KINDS.find((one) => one === node.name) ?? 'none';
  return LOWER[kind](context, fieldsOf(node), originOf(node));
}

const LOWER: Record<Cni['kind'], (context: LoweringContext, block: Fields, origin: Origin) => Cni> = {
  none: (_context, _block, origin) => ({ kind: 'none', origin }),
  flannel: lowerFlannel,
  calico: lowerCalico,
  weave: lowerWeave,
  terway: lowerTerway,
  'aws-vpc': lowerAwsVpc,
};

function lowerFlannel(_context: LoweringContext, block: Fields, origin: Origin): Flannel {
  const hairpin = flagOf(block, 'hairpinMode');
  return {
    kind: 'flannel',
    origin,
    backend: lowerBackend(blocksOf(block, ast.isBackend).at(-1)),
    iface: wordOf(block, 'iface'),
    mtu: numberOf(block, 'mtu'),
    ipMasq: flagOf(block, 'ipMasq')?.value ?? true,
    hairpinMode: hairpin?.value ?? true,
    hairpinOrigin: hairpin?.origin,
  };
}

/** Flannel's own defaults: vxlan with VNI 1 on port 8472; udp on port 8285. */
function lowerBackend(node: ast.Backend | undefined): FlannelBackend {
  const block = fieldsOf(node);
  const type = BACKENDS.find((one) => one === node?.name) ?? 'vxlan';
  return {
    type,
    origin: node ? originOf(node) : NOWHERE,
    vni: numberOf(block, 'VNI')?.value ?? 1,
    port: numberOf(block, 'Port')?.value ?? (type === 'udp' ? 8285 : 8472),
    directRouting: flagOf(block, 'DirectRouting')?.value ?? false,
  };
}

function lowerCalico(context: LoweringContext, block: Fields, origin: Origin): Calico {
  const bgp: Fields = { fields: blocksOf(block, ast.isBgpConfiguration).flatMap((one) => one.fields ?? []) };
  return {
    kind: 'calico',
    origin,
    ipPools: blocksOf(block, ast.isIpPool).map((one) => lowerIpPool(context, one)),
    nodeToNodeMeshEnabled: flagOf(bgp, 'nodeToNodeMeshEnabled')?.value ?? true,
    asNumber: numberOf(bgp, 'asNumber')?.value ?? 64512,
    bgpPeers: blocksOf(block, ast.isBgpPeer).map((one) => lowerBgpPeer(context, one)),
    mtu: numberOf(block, 'mtu'),
  };
}

const MODES: readonly EncapsulationMode[] = ['Never', 'Always', 'CrossSubnet'];

/** Defaults of the IPPool resource: block size 26 (IPv6: 122), no encapsulation, no outgoing NAT. */
function lowerIpPool(context: LoweringContext, node: ast.IpPool): IpPool {
  const block = fieldsOf(node);
  const cidr = prefixesOf(context, block, 'cidr')[0];
  const ipipMode = choiceOf(block, 'ipipMode', MODES);
  return {
    ...context.declared(node),
    cidr,
    blockSize: numberOf(block, 'blockSize')?.value ?? (cidr && prefixFamily(cidr.value) === 6 ? 122 : 26),
    ipipMode: ipipMode?.value ?? 'Never',
    ipipModeOrigin: ipipMode?.origin,
    vxlanMode: choiceOf(block, 'vxlanMode', MODES)?.value ?? 'Never',
    natOutgoing: flagOf(block, 'natOutgoing')?.value ?? false,
    nodeSelector: calicoSelectorOf(block, 'nodeSelector'),
    disabled: flagOf(block, 'disabled')?.value ?? false,
  };
}

function lowerBgpPeer(context: LoweringContext, node: ast.BgpPeer): BgpPeer {
  const block = fieldsOf(node);
  return {
    ...context.declared(node),
    nodeSelector: calicoSelectorOf(block, 'nodeSelector'),
    peerSelector: calicoSelectorOf(block, 'peerSelector'),
    node: blocksOf(block, ast.isNodeField).flatMap((field) => context.targets(field.targets))[0],
    peerIP: addressesOf(context, block, 'peerIP')[0],
    asNumber: numberOf(block, 'asNumber')?.value,
  };
}

function lowerWeave(_context: LoweringContext, block: Fields, origin: Origin): Weave {
  const mode = choiceOf(block, 'mode', ['fastdp', 'sleeve'])?.value ?? 'fastdp';
  return { kind: 'weave', origin, mode, mtu: numberOf(block, 'mtu') };
}

function lowerTerway(context: LoweringContext, block: Fields, origin: Origin): Terway {
  const subnets = blocksOf(block, ast.isSegmentField).filter((field) => field.keyword === 'podVSwitches');
  return {
    kind: 'terway',
    origin,
    mode: choiceOf(block, 'mode', ['vpc', 'eni', 'eniip'])?.value ?? 'eniip',
    podVSwitches: subnets.flatMap((field) => context.targets(field.targets)),
    securityGroups: blocksOf(block, ast.isGroupField).flatMap((field) => context.targets(field.targets)),
  };
}

function lowerAwsVpc(_context: LoweringContext, block: Fields, origin: Origin): AwsVpc {
  return {
    kind: 'aws-vpc',
    origin,
    externalSNAT: flagOf(block, 'externalSNAT')?.value ?? false,
    enableNetworkPolicy: flagOf(block, 'enableNetworkPolicy')?.value ?? false,
    enablePrefixDelegation: flagOf(block, 'enablePrefixDelegation')?.value ?? false,
  };
}
