import type { Words } from './word.ts';

/** Clusters and nodes. */
export const CLUSTER: Words = {
  cluster: { text: 'A Kubernetes cluster: its address ranges, its network plugin, its nodes and what runs in it.' },
  podCIDR: {
    text: 'The range that pod addresses come from; twice for dual stack.',
    default: '10.244.0.0/16 (weave 10.32.0.0/12; none for plugins that use a VPC’s addresses)',
    yaml: 'kube-controller-manager --cluster-cidr',
    in: {
      Node: {
        text: 'The part of the cluster’s range that is this node’s.',
        default: 'the next free one',
        yaml: 'Node spec.podCIDR',
      },
      NodeGroup: {
        text: 'The parts of the cluster’s range that are these nodes’, in order.',
        default: 'the next free ones',
        yaml: 'Node spec.podCIDR',
      },
    },
  },
  serviceCIDR: {
    text: 'The range that ClusterIPs come from; twice for dual stack. Its first address is the API server’s, its tenth the DNS’s.',
    default: '10.96.0.0/12',
    yaml: 'kube-apiserver --service-cluster-ip-range',
  },
  nodeCIDRMaskSize: {
    text: 'The mask length of a node’s part of the podCIDR: it bounds the number of nodes and the pods on one.',
    default: '24 (IPv6: 64)',
    yaml: 'kube-controller-manager --node-cidr-mask-size',
  },
  serviceNodePortRange: {
    text: 'The ports that node ports come from.',
    default: '30000-32767',
    yaml: 'kube-apiserver --service-node-port-range',
  },
  maxPods: { text: 'The pods that a node takes at most.', default: '110', yaml: 'kubelet maxPods' },
  clusterDomain: {
    text: 'The domain of the cluster’s DNS names.',
    default: 'cluster.local',
    yaml: 'kubelet clusterDomain',
  },
  cni: {
    text: 'The network plugin: flannel, calico, weave, terway or aws-vpc.',
    default: 'none',
    yaml: '/etc/cni/net.d',
  },
  kubeProxy: {
    text: 'How Services are brought about on every node: iptables, ipvs, nftables or userspace.',
    default: 'iptables',
    yaml: 'KubeProxyConfiguration mode',
  },
  scheduler: { text: 'How ipvs chooses an endpoint.', default: 'rr', yaml: 'KubeProxyConfiguration ipvs.scheduler' },
  dns: {
    text: 'The cluster’s DNS server, coredns or kube-dns. Its Service is kube-system/kube-dns.',
    default: 'coredns, 2 replicas, at the tenth address of serviceCIDR',
    yaml: 'Deployment kube-system/coredns',
  },
  manifests: {
    text: 'Kubernetes YAML that belongs to the cluster, as patterns of paths relative to this file: "k8s/**/*.yaml". A folder means all YAML and JSON below it.',
  },
  node: {
    text: 'A machine of the cluster.',
    yaml: 'kind: Node',
    in: {
      BgpPeer: { text: 'The one node that this peering is for.', default: 'all', yaml: 'BGPPeer spec.node' },
      Expect: { text: 'The address of the sending pod’s node.' },
    },
  },
  nodes: { text: 'A group of equal nodes: nodes w 3..100 has three, w-1 to w-3, and may grow to a hundred.' },
  labels: { text: 'Labels, key=value, that selectors look at.', default: 'none', yaml: 'metadata.labels' },
  ipBlock: {
    text: 'Blocks of a Calico pool that are bound to the node.',
    default: 'the next free one',
    yaml: 'BlockAffinity',
    in: {
      PolicyRule: {
        text: 'Addresses outside the cluster, as a prefix, less those behind except.',
        yaml: 'from[].ipBlock.cidr',
      },
    },
  },
  blockAffinity: {
    text: 'Blocks of a Calico pool that are bound to the node. The same as ipBlock.',
    yaml: 'BlockAffinity',
  },
  routeReflectorClusterID: {
    text: 'Makes the node a route reflector: it passes on what it learns by iBGP.',
    default: 'none',
    yaml: 'Node spec.bgp.routeReflectorClusterID',
  },
  vtepMAC: {
    text: 'The MAC of the node’s VXLAN device.',
    default: 'one derived from the node’s name',
    yaml: 'flannel.alpha.coreos.com/backend-data',
  },
  instanceType: {
    text: 'The cloud’s type of the machine: it says how many interfaces and addresses it may have.',
    default: 'none',
  },
  maxENIs: { text: 'How many elastic interfaces the machine may have.', default: 'what its instanceType allows' },
  addressesPerENI: {
    text: 'How many addresses each elastic interface may have.',
    default: 'what its instanceType allows',
  },
  sourceDestCheck: {
    text: 'The cloud drops packets that are neither from nor to the machine’s own addresses.',
    default: 'true on AWS',
    yaml: 'SourceDestCheck',
  },
  bgp: { text: 'bgp stopped: BIRD does not run on this node.', default: 'running' },
};
