import type { Address } from '../address/address.ts';
import type { Endpoint } from '../kubernetes/services/endpoints.ts';
import type { NetworkNamespace } from '../linux/namespace.ts';
import type { EthernetFrame } from '../linux/packet.ts';
import type { Allocate, Placement } from '../topology/allocation.ts';
import type { Trace } from '../topology/question.ts';
import type { Topology } from '../topology/topology.ts';
import type { Segment } from '../topology/underlay.ts';
import type { Service } from '../topology/workload.ts';
import type { Containers } from './containers.ts';
import type { FabricDecision } from './fabric.ts';
import type { Guard } from './guards.ts';
import type { NamedQuestion } from './names.ts';
import type { Attachment } from './wiring.ts';

/** All machines of a topology, each built when a packet (or somebody who wants to see its tables) asks for it. */
export interface Network {
  readonly topology: Topology;
  readonly allocate: Allocate;
  readonly containers: Containers;
  /** The namespace with that key (see `keys.ts`); undefined when the key names none. */
  namespace(key: string): NetworkNamespace | undefined;
  /** Keys of what has been built so far. */
  built(): readonly string[];
  /** Key of a pod's namespace: its node's for a hostNetwork pod. */
  podKey(pod: Placement): string;
  /** What a Service leads to, each address once. */
  endpoints(service: Service): readonly Endpoint[];
  /** A question to a name, with what the DNS of the asker makes of it; or why that is not known. */
  takeApart(question: Trace, name: string): NamedQuestion | { readonly insufficient: string };
  /** Key of some machine at an address of a segment that nobody else has. */
  strangerKey(segment: Segment, address: Address): string;
  /** Keys of the namespaces that may have the address; whether they do, only their state says. */
  holders(address: Address): readonly string[];
  /** Keys of the machines of a segment that may answer ARP for others (`proxy_arp`). */
  proxies(segment: string): readonly string[];
  /** Whether a machine's state is changed by the options, so that it stands for no other. */
  isMutated(key: string): boolean;
  segment(id: string): Segment | undefined;
  /** Which port of a segment leads to a MAC. */
  attachment(segment: string, mac: string): Attachment | undefined;
  /**
   * What a segment that is no mere switch does with a frame; undefined: it switches it by its MAC. `answering` is the key of
   * the load balancer whose connection the packet belongs to.
   */
  fabric(segment: string, frame: EthernetFrame, answering?: string): FabricDecision | undefined;
  /** What guards the card with that MAC on a segment, such as security groups. */
  guard(segment: string, mac: string): Guard | undefined;
  /** The MAC that a segment itself gives for an address: a VPC knows the secondary addresses of the cards on it. */
  answers(segment: string, address: Address): string | undefined;
}

export interface NetworkOptions {
  /** Changes the state of machines after they are built, by key (`node:demo/node-a`): for faults, and for tests. */
  readonly mutate?: Readonly<Record<string, (namespace: NetworkNamespace) => void>>;
}
