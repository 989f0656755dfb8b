/// <reference types="node" />
import { readFileSync } from 'node:fs';

/** A model that is held against the kernel whenever the tests run where that is possible. */
export interface LabModel {
  readonly name: string;
  /** From the repository. */
  readonly file: string;
}

export const MODELS: readonly LabModel[] = [
  { name: 'flannel, vxlan', file: 'examples/flannel-vxlan.knet' },
  { name: 'flannel, vxlan: the lab of the captures', file: 'examples/kernel-lab.knet' },
  { name: 'flannel, vxlan with DirectRouting', file: 'test/lab/models/direct-routing.knet' },
  { name: 'flannel, host-gw', file: 'test/lab/models/host-gw.knet' },
  { name: 'flannel, udp', file: 'test/lab/models/udp.knet' },
  { name: 'flannel, alivpc', file: 'examples/ack-flannel.knet' },
  { name: 'Calico, BGP mesh', file: 'examples/calico-mesh.knet' },
  { name: 'Calico, VXLAN across subnets', file: 'examples/calico-vxlan.knet' },
  { name: 'Calico, NetworkPolicy', file: 'examples/network-policy.knet' },
  { name: 'Services by iptables', file: 'test/lab/models/iptables.knet' },
  { name: 'Services by nftables', file: 'test/lab/models/nftables.knet' },
  { name: 'NetworkPolicy by Calico', file: 'test/lab/models/policies.knet' },
  { name: 'NetworkPolicy at a bridge, by Weave', file: 'test/lab/models/bridge-policies.knet' },
  { name: 'Services of every kind', file: 'examples/services-kinds.knet' },
  { name: 'Services by nftables: an example', file: 'examples/services-nftables.knet' },
  { name: 'Services with policy Local', file: 'examples/services-local.knet' },
  { name: 'one Service of a real cluster', file: 'examples/kube-proxy.knet' },
  { name: 'DNS: look-ups and connections', file: 'examples/dns.knet' },
  { name: 'a load balancer before nodes', file: 'examples/services-load-balancer.knet' },
  { name: 'ways out: Internet gateway, NAT gateway, peering', file: 'examples/egress.knet' },
  { name: 'ways out by 1:1 NAT, answers from elsewhere', file: 'test/lab/models/ways-out.knet' },
  { name: 'a namespace closed to others', file: 'examples/deny-others.knet' },
  { name: 'AWS VPC CNI', file: 'examples/aws-interfaces.knet' },
  { name: 'Terway, shared interfaces', file: 'examples/terway.knet' },
  { name: 'Terway, exclusive interfaces', file: 'examples/terway-eni.knet' },
  { name: 'Terway, VPC routes', file: 'examples/terway-vpc.knet' },
  { name: 'Docker: bridge, publish, overlay, macvlan', file: 'examples/docker.knet' },
];

export function textOf({ file }: LabModel): string {
  return readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');
}
