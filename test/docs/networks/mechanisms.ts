/** One way to carry packets between containers: a row of docs/networks.md. `file` is in test/fixtures/networks. */
export interface Mechanism {
  readonly name: string;
  readonly file: string;
}

const of = (name: string, file: string): Mechanism => ({ name, file });

export const MECHANISMS: readonly Mechanism[] = [
  of('flannel udp', 'flannel-udp'),
  of('flannel vxlan', 'flannel-vxlan'),
  of('flannel vxlan, DirectRouting, one segment', 'flannel-direct-routing'),
  of('flannel host-gw', 'flannel-host-gw'),
  of('flannel alivpc', 'flannel-alivpc'),
  of('Calico, BGP mesh', 'calico-mesh'),
  of('Calico, route reflector', 'calico-reflector'),
  of('Calico, IPIP', 'calico-ipip'),
  of('Calico, CrossSubnet, across', 'calico-cross-subnet'),
  of('Calico, VXLAN', 'calico-vxlan'),
  of('Calico, pools by selector', 'calico-pools'),
  of('Terway vpc', 'terway-vpc'),
  of('Terway eniip', 'terway-eniip'),
  of('Terway eni', 'terway-eni'),
  of('AWS VPC CNI, enableNetworkPolicy', 'aws-vpc'),
  of('Weave, fast datapath', 'weave-fastdp'),
  of('Weave, sleeve', 'weave-sleeve'),
  of('Docker bridge', 'docker-bridge'),
  of('Docker, a bridge of one’s own', 'docker-user-bridge'),
  of('Docker host', 'docker-host'),
  of('Docker container:X', 'docker-container'),
  of('Docker none', 'docker-none'),
  of('Docker macvlan', 'docker-macvlan'),
  of('Docker overlay', 'docker-overlay'),
];
