import type { Address } from '../address/address.ts';
import type { Prefix } from '../address/prefix.ts';
import type { Origin, Sourced } from './origin.ts';
import type { PortRange, Protocol } from './ports.ts';

/** What every declared object has. `id` is unique in a model: the names from the outside in, joined by `/`. */
export interface Declared {
  readonly id: string;
  readonly name: string;
  /** The declaration: readers give the range of its name, and know its block. */
  readonly origin: Origin;
}

export type Provider = 'alibaba' | 'aws' | 'gcp' | 'azure' | 'none';

/** One L2 segment: a `network`, or a `vSwitch`/`subnet` of a VPC (id `vpc/name`). */
export interface Segment extends Declared {
  readonly kind: 'network' | 'subnet';
  readonly cidrs: readonly Sourced<Prefix>[];
  readonly gateways: readonly Sourced<Address>[];
  readonly mtu?: Sourced<number>;
  /** Subnets only. */
  readonly vpc?: string;
  readonly zone?: Sourced<string>;
  readonly public?: boolean;
}

export interface Vpc extends Declared {
  readonly provider: Provider;
  readonly cidrs: readonly Sourced<Prefix>[];
  /** Ids of its subnets, which are segments of the topology. */
  readonly subnets: readonly string[];
  /** Some of its subnets are marked `public`: the others are not. */
  readonly tellsPublicSubnets?: true;
  readonly routeTables: readonly RouteTable[];
  readonly internetGateway?: Declared;
  readonly natGateways: readonly NatGateway[];
  /** Ids of the networks, VPCs or hosts' networks it is connected to. */
  readonly peerings: readonly Sourced<string>[];
  readonly securityGroups: readonly SecurityGroup[];
  /** Limits of the provider, overridden: name to number. */
  readonly quotas: Readonly<Record<string, number>>;
}

export interface RouteTable extends Declared {
  readonly subnets: readonly Sourced<string>[];
  readonly routes: readonly StaticRoute[];
  /** Entries that the cloud controller should have written and that are gone (`missing PREFIX`). */
  readonly missing: readonly Sourced<Prefix>[];
}

export interface StaticRoute {
  readonly destination: Sourced<Prefix>;
  /** A next hop: an address, the id of an object, or nothing (`blackhole`). */
  readonly via: Sourced<Address | string> | 'blackhole';
  readonly origin: Origin;
}

export interface NatGateway extends Declared {
  readonly segment?: Sourced<string>;
  readonly address?: Sourced<Address>;
  readonly publicAddress?: Sourced<Address>;
}

export interface SecurityGroup extends Declared {
  readonly rules: readonly SecurityGroupRule[];
}

export interface SecurityGroupRule {
  readonly direction: 'ingress' | 'egress';
  /** Prefixes, or ids of security groups; empty means anyone. */
  readonly peers: readonly Sourced<Prefix | string>[];
  readonly ports: readonly PortRange[];
  readonly origin: Origin;
}

/** A router that connects segments by their gateway addresses. */
export interface Router extends Declared {
  readonly connects: readonly Sourced<string>[];
  readonly routes: readonly StaticRoute[];
}

export interface Nic {
  /** `eth0` when `in` and `ip` stand directly in the machine's block. */
  readonly name: string;
  readonly origin: Origin;
  readonly segment?: Sourced<string>;
  readonly addresses: readonly Sourced<Address>[];
  readonly mac?: Sourced<string>;
  /** Bytes. */
  readonly mtu?: Sourced<number>;
  readonly down: boolean;
}

/** What hosts and nodes have in common. */
export interface Machine extends Declared {
  readonly nics: readonly Nic[];
  readonly publicAddresses: readonly Sourced<Address>[];
  readonly routes: readonly StaticRoute[];
  readonly sysctls: Readonly<Record<string, string>>;
  readonly securityGroups: readonly Sourced<string>[];
}

export interface Host extends Machine {
  readonly listens: readonly ListenPort[];
  readonly docker?: Docker;
}

export interface ListenPort {
  readonly protocol: Protocol;
  readonly port: number;
  readonly name?: string;
  readonly origin: Origin;
}

export interface Docker {
  readonly bridges: readonly DockerBridge[];
  readonly containers: readonly DockerContainer[];
}

export interface DockerBridge extends Declared {
  readonly cidrs: readonly Sourced<Prefix>[];
}

export interface DockerContainer extends Declared {
  readonly network:
    | { readonly mode: 'bridge' | 'host' | 'none' }
    | { readonly mode: 'container' | 'user-bridge' | 'overlay'; readonly target: Sourced<string> }
    | { readonly mode: 'macvlan'; readonly parent: string };
  readonly addresses: readonly Sourced<Address>[];
  readonly listens: readonly ListenPort[];
  readonly publishes: readonly { hostPort: number; containerPort: number; protocol: Protocol; origin: Origin }[];
  readonly stopped: boolean;
}

export interface Overlay extends Declared {
  readonly cidrs: readonly Sourced<Prefix>[];
  readonly vni?: Sourced<number>;
}
