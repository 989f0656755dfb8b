import type { Address } from '../address/address.ts';
import type { Prefix } from '../address/prefix.ts';
import type { Origin, Sourced } from './origin.ts';
import type { Policy } from './policy.ts';
import type { Protocol } from './ports.ts';
import type { Labels, Selector } from './selector.ts';
import type { Declared } from './underlay.ts';

/** `id` is `cluster/name`. */
export interface Namespace extends Declared {
  readonly cluster: string;
  /** With `kubernetes.io/metadata.name`, which the API server adds. */
  readonly labels: Labels;
  readonly workloads: readonly Workload[];
  readonly services: readonly Service[];
  readonly ingresses: readonly Ingress[];
  readonly policies: readonly Policy[];
}

export type WorkloadKind =
  | 'Pod'
  | 'Deployment'
  | 'StatefulSet'
  | 'DaemonSet'
  | 'Job'
  | 'CronJob'
  | 'ReplicaSet'
  | 'ReplicationController';

/**
 * One pod or the pods of one controller: a class of equal pods. `id` is `cluster/namespace/name`. How many there are,
 * on which nodes and with which addresses, is answered by `allocation`, never stored per pod.
 */
export interface Workload extends Declared {
  readonly kind: WorkloadKind;
  /** Kind of the controller as its pods name it, where it is none of these (`Rollout`); the workload's is then Pod. */
  readonly controller?: string;
  readonly cluster: string;
  readonly namespace: string;
  readonly labels: Labels;
  /** Pods written; a DaemonSet has one per node whatever this says. */
  readonly replicas: number;
  /** Ids of the nodes it was put on (`on`, `nodeName`); empty: the scheduler's choice. */
  readonly on: readonly Sourced<string>[];
  /** Addresses written (`ip`). */
  readonly addresses: readonly Sourced<Address>[];
  readonly hostNetwork: boolean;
  readonly serviceName?: Sourced<string>;
  readonly ports: readonly ContainerPort[];
  /** True of a manifest without ports: it need not say them, so that nobody knows what listens. */
  readonly portsUnsaid?: true;
  /** True for what knet adds by itself, such as CoreDNS. */
  readonly implicit: boolean;
}

/** A port that a container listens on. */
export interface ContainerPort {
  readonly name?: string;
  readonly protocol: Protocol;
  readonly port: number;
  readonly hostPort?: Sourced<number>;
  readonly container?: string;
  readonly origin: Origin;
}

export type ServiceType = 'ClusterIP' | 'NodePort' | 'LoadBalancer' | 'ExternalName';

export interface Service extends Declared {
  readonly cluster: string;
  readonly namespace: string;
  readonly type: ServiceType;
  readonly typeOrigin: Origin;
  readonly headless: boolean;
  /** Addresses written; see `allocation` for those in force. */
  readonly clusterIPs: readonly Sourced<Address>[];
  readonly selector?: Selector;
  readonly ports: readonly ServicePort[];
  readonly externalIPs: readonly Sourced<Address>[];
  readonly externalName?: Sourced<string>;
  readonly externalTrafficPolicy: 'Cluster' | 'Local';
  /** Where it is written; undefined for the default. */
  readonly externalTrafficPolicyOrigin?: Origin;
  readonly internalTrafficPolicy: 'Cluster' | 'Local';
  readonly sessionAffinity: 'None' | 'ClientIP';
  readonly loadBalancerSourceRanges: readonly Sourced<Prefix>[];
  /** Address written for the load balancer; see `publicAddresses` for the one in force. */
  readonly loadBalancerIP?: Sourced<Address>;
  /** Endpoints kept by hand. */
  readonly endpoints: readonly Sourced<Address>[];
  readonly implicit: boolean;
}

export interface ServicePort {
  readonly name?: string;
  readonly protocol: Protocol;
  readonly port: number;
  /** A number, or the name of a container port; the port itself when not written. */
  readonly targetPort: number | string;
  /** Where the target is written; undefined when it is the port itself. */
  readonly targetOrigin?: Origin;
  readonly nodePort?: Sourced<number>;
  readonly origin: Origin;
}

export interface Ingress extends Declared {
  readonly cluster: string;
  readonly namespace: string;
  readonly class: string;
  readonly scheme: 'internal' | 'internet-facing';
  readonly targetType: 'instance' | 'ip';
  readonly subnets: readonly Sourced<string>[];
  readonly certificates: readonly Sourced<string>[];
  readonly rules: readonly IngressRule[];
}

export interface IngressRule {
  /** Undefined: every host. */
  readonly host?: string;
  readonly path: string;
  /** A prefix unless it says otherwise. */
  readonly pathType?: 'Exact';
  readonly service: Sourced<string>;
  readonly port: number | string;
  readonly portOrigin?: Origin;
  readonly origin: Origin;
}
