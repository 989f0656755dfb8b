import { prefix } from '../../../network/address/parse.ts';
import type { AwsVpc, Calico, Flannel, IpPool, Terway, Weave } from '../../../network/topology/cni.ts';
import { origin, sourced } from './values.ts';

/* The CNIs as they come, each with what the tests vary. */

export function flannel(type: Flannel['backend']['type'] = 'vxlan'): Flannel {
  return {
    kind: 'flannel',
    origin: origin('flannel'),
    backend: { type, origin: origin(type), vni: 1, port: 8472, directRouting: false },
    ipMasq: true,
    hairpinMode: true,
  };
}

export function calico(...ipPools: IpPool[]): Calico {
  return {
    kind: 'calico',
    origin: origin('calico'),
    ipPools,
    nodeToNodeMeshEnabled: true,
    asNumber: 64512,
    bgpPeers: [],
  };
}

export function ipPool(cidr: string, parts: Partial<IpPool> = {}): IpPool {
  return {
    id: `c/${cidr}`,
    name: cidr,
    origin: origin(cidr),
    cidr: sourced(prefix(cidr), cidr),
    blockSize: 26,
    ipipMode: 'Never',
    vxlanMode: 'Never',
    natOutgoing: true,
    disabled: false,
    ...parts,
  };
}

export function weave(): Weave {
  return { kind: 'weave', origin: origin('weave'), mode: 'fastdp' };
}

export function terway(mode: Terway['mode'], ...podVSwitches: string[]): Terway {
  return {
    kind: 'terway',
    origin: origin('terway'),
    mode,
    podVSwitches: podVSwitches.map((id) => sourced(id)),
    securityGroups: [],
  };
}

export function awsVpc(parts: Partial<AwsVpc> = {}): AwsVpc {
  return {
    kind: 'aws-vpc',
    origin: origin('aws-vpc'),
    externalSNAT: false,
    enableNetworkPolicy: false,
    enablePrefixDelegation: false,
    ...parts,
  };
}
