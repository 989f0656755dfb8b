import type { Cluster, Node } from './cluster.ts';
import { perObject } from './ipam/lazy.ts';
import type { Policy } from './policy.ts';
import type { Topology } from './topology.ts';
import type { Declared, Host, Overlay, Router, SecurityGroup, Segment, Vpc } from './underlay.ts';
import type { Ingress, Namespace, Service, Workload } from './workload.ts';

/** Look-up by id, each kind indexed when first asked for. Of two objects with one id the first counts. */
export interface TopologyIndex {
  readonly vpcs: ReadonlyMap<string, Vpc>;
  readonly segments: ReadonlyMap<string, Segment>;
  readonly routers: ReadonlyMap<string, Router>;
  readonly hosts: ReadonlyMap<string, Host>;
  readonly overlays: ReadonlyMap<string, Overlay>;
  readonly securityGroups: ReadonlyMap<string, SecurityGroup>;
  readonly clusters: ReadonlyMap<string, Cluster>;
  readonly nodes: ReadonlyMap<string, Node>;
  readonly namespaces: ReadonlyMap<string, Namespace>;
  readonly workloads: ReadonlyMap<string, Workload>;
  readonly services: ReadonlyMap<string, Service>;
  readonly ingresses: ReadonlyMap<string, Ingress>;
  readonly policies: ReadonlyMap<string, Policy>;
}

/** The index of a topology; the same object every time. */
export const indexById = perObject((topology: Topology): TopologyIndex => new LazyIndex(topology));

class LazyIndex implements TopologyIndex {
  readonly #topology: Topology;
  readonly #maps = new Map<string, ReadonlyMap<string, Declared>>();

  constructor(topology: Topology) {
    this.#topology = topology;
  }

  get vpcs() {
    return this.#map('vpcs', () => this.#topology.vpcs);
  }
  get segments() {
    return this.#map('segments', () => this.#topology.segments);
  }
  get routers() {
    return this.#map('routers', () => this.#topology.routers);
  }
  get hosts() {
    return this.#map('hosts', () => this.#topology.hosts);
  }
  get overlays() {
    return this.#map('overlays', () => this.#topology.overlays);
  }
  get securityGroups() {
    return this.#map('securityGroups', () => this.#topology.vpcs.flatMap((vpc) => vpc.securityGroups));
  }
  get clusters() {
    return this.#map('clusters', () => this.#topology.clusters);
  }
  get nodes() {
    return this.#map('nodes', () => this.#topology.clusters.flatMap((cluster) => cluster.nodes));
  }
  get namespaces() {
    return this.#map('namespaces', () => this.#topology.clusters.flatMap((cluster) => cluster.namespaces));
  }
  get workloads() {
    return this.#map('workloads', () => [...this.namespaces.values()].flatMap((namespace) => namespace.workloads));
  }
  get services() {
    return this.#map('services', () => [...this.namespaces.values()].flatMap((namespace) => namespace.services));
  }
  get ingresses() {
    return this.#map('ingresses', () => [...this.namespaces.values()].flatMap((namespace) => namespace.ingresses));
  }
  get policies() {
    return this.#map('policies', () => [...this.namespaces.values()].flatMap((namespace) => namespace.policies));
  }

  #map<T extends Declared>(kind: string, list: () => readonly T[]): ReadonlyMap<string, T> {
    let map = this.#maps.get(kind) as Map<string, T> | undefined;
    if (!map) {
      map = new Map();
      for (const item of list()) if (!map.has(item.id)) map.set(item.id, item);
      this.#maps.set(kind, map);
    }
    return map;
  }
}
