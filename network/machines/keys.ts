import type { Placement } from '../topology/allocation.ts';
import type { Node } from '../topology/cluster.ts';
import type { DockerContainer, Host, Router, Segment, Vpc } from '../topology/underlay.ts';

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
export const containerKey = (container: Pick<DockerContainer, 'id'>): string => `container:${container.id}`;
/** The namespace that holds the bridge and the tunnel of an overlay on one host. */
export const overlayKey = (host: Pick<Host, 'id'>, overlay: string): string => `overlay:${host.id}/${overlay}`;
