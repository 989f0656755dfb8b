import type { Words } from './word.ts';

/** Network plugins. */
export const PLUGINS: Words = {
  backend: {
    text: 'How flannel takes packets to other nodes: vxlan, host-gw, udp or alivpc.',
    default: 'vxlan',
    yaml: 'net-conf.json Backend.Type',
  },
  Port: {
    text: 'The UDP port of the encapsulation.',
    default: '8472 (udp: 8285)',
    yaml: 'net-conf.json Backend.Port',
  },
  DirectRouting: {
    text: 'Nodes in one subnet route to each other as host-gw does, without VXLAN.',
    default: 'false',
    yaml: 'net-conf.json Backend.DirectRouting',
  },
  iface: {
    text: 'The interface that flannel uses between nodes.',
    default: 'that of the default route',
    yaml: 'flanneld --iface',
  },
  ipMasq: {
    text: 'What leaves the pod network bears the node’s address.',
    default: 'true',
    yaml: 'flanneld --ip-masq',
  },
  hairpinMode: {
    text: 'A pod can reach itself through its own Service.',
    default: 'true',
    yaml: 'cni-conf.json hairpinMode',
  },
  mode: {
    text: 'How the plugin works.',
    in: {
      Cni: {
        text: 'weave: fastdp or sleeve. terway: vpc, eni or eniip.',
        default: 'fastdp; eniip',
        yaml: 'eni-config eniip, WEAVE_NO_FASTDP',
      },
    },
  },
  podVSwitches: {
    text: 'The vSwitches that pod addresses come from; a node uses those of its zone.',
    yaml: 'eni-config vswitches',
  },
  externalSNAT: {
    text: 'Pods leave the VPC with their own address, for a NAT gateway to translate.',
    default: 'false: the node translates',
    yaml: 'AWS_VPC_K8S_CNI_EXTERNALSNAT',
  },
  enableNetworkPolicy: { text: 'The plugin enforces NetworkPolicies.', default: 'false', yaml: 'enableNetworkPolicy' },
  enablePrefixDelegation: {
    text: 'Interfaces get prefixes of 16 addresses in place of single ones.',
    default: 'false',
    yaml: 'ENABLE_PREFIX_DELEGATION',
  },
  ipPool: { text: 'A range that Calico takes pod addresses from, and how it is routed.', yaml: 'kind: IPPool' },
  blockSize: {
    text: 'The mask length of the blocks that nodes get.',
    default: '26 (IPv6: 122)',
    yaml: 'IPPool spec.blockSize',
  },
  ipipMode: {
    text: 'IP-in-IP between nodes: Never, Always, or only across subnets.',
    default: 'Never',
    yaml: 'IPPool spec.ipipMode',
  },
  vxlanMode: {
    text: 'VXLAN between nodes: Never, Always, or only across subnets.',
    default: 'Never',
    yaml: 'IPPool spec.vxlanMode',
  },
  natOutgoing: {
    text: 'What goes from the pool to an address in no pool bears the node’s address.',
    default: 'false',
    yaml: 'IPPool spec.natOutgoing',
  },
  nodeSelector: {
    text: 'The nodes that this is for, in Calico’s own language of selectors.',
    default: 'all()',
    yaml: 'spec.nodeSelector',
  },
  disabled: { text: 'No new addresses come from this pool.', default: 'false', yaml: 'IPPool spec.disabled' },
  bgpConfiguration: { text: 'What holds for BGP in the whole cluster.', yaml: 'kind: BGPConfiguration' },
  nodeToNodeMeshEnabled: {
    text: 'Every node speaks BGP with every other. Fine to about a hundred nodes.',
    default: 'true',
    yaml: 'BGPConfiguration spec.nodeToNodeMeshEnabled',
  },
  asNumber: { text: 'The autonomous system’s number.', default: '64512', yaml: 'spec.asNumber' },
  bgpPeer: { text: 'A peering: which nodes speak BGP with which peers.', yaml: 'kind: BGPPeer' },
  peerSelector: {
    text: 'The nodes to peer with, in Calico’s own language of selectors.',
    yaml: 'BGPPeer spec.peerSelector',
  },
  peerIP: { text: 'The address of a peer outside the cluster.', yaml: 'BGPPeer spec.peerIP' },
};
