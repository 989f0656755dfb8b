import type { Placement } from '../topology/allocation.ts';
import type { Node } from '../topology/cluster.ts';
import type { DockerContainer, Host, NatGateway, Router, Segment, Vpc } from '../topology/underlay.ts';

/*
 * Keys of network namespaces. Ids are unique within a kind only (a host and a network may share a name), so a key has the
 * kind in front.
 */
export const nodeKey = (node: Node): string => `node:${node.id}`;
export const podKey = (pod: Placement): string => `pod:${pod.id}`;
export const hostKey = (host: Host): string => `host:${host.id}`;
export const routerKey = (router: Router): string => `router:${router.id}`;
export const gatewayKey = (segment: Segment): string => `gateway:${segment.id}`;
/** A machine that nobody declared, at a free address of a segment. */
export const strangerKey = (segment: Segment, address: string): string => `stranger:${segment.id}/${address}`;
export const vpcKey = (vpc: Pick<Vpc, 'id'>): string => `vpc:${vpc.id}`;
export const internetGatewayKey = (vpc: Pick<Vpc, 'id'>): string => `igw:${vpc.id}`;
export const natGatewayKey = (gateway: Pick<NatGateway, 'id'>): string => `nat:${gateway.id}`;
/** All that is beyond the model. */
export const INTERNET_KEY = 'internet:';
/** The part of a load balancer that is in one zone. */
export const balancerKey = (owner: { readonly id: string }, kind: 'service' | 'ingress', zone: number): string =>
  `lb:${kind} ${owner.id} ${zone}`;
export const containerKey = (container: Pick<DockerContainer, 'id'>): string => `container:${container.id}`;
/** The namespace that holds the bridge and the tunnel of an overlay on one host. */
export const overlayKey = (host: Pick<Host, 'id'>, overlay: string): string => `overlay:${host.id}/${overlay}`;
