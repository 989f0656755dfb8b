import type { Address } from '../../../address/address.ts';
import { containsAddress, hostPrefix, type Prefix } from '../../../address/prefix.ts';
import type { Match } from '../../../linux/rule.ts';
import type { ProxiedPort } from '../../services/service-ports.ts';
import { isFirewalled, type Traffic, trafficOf } from '../../services/traffic.ts';
import { type ChainNames, chainNames } from './names.ts';
import { comment, dport, to } from './words.ts';

/** What the rules of a port depend on besides the port. */
export interface ProxyContext {
  /** Id and address of the node that the rules are for; neither matters to a port that is alike everywhere. */
  readonly node: string;
  readonly nodeIP?: Address;
  /** What counts as a pod's source (`--cluster-cidr`); undefined: nothing does. */
  readonly podCIDR?: Prefix;
  /** More than 1,000 endpoints: rules to endpoints go without comments. */
  readonly terse: boolean;
}

/** A port with all that its rules are made of. */
export interface Described {
  readonly port: ProxiedPort;
  readonly names: ChainNames;
  readonly traffic: Traffic;
  readonly context: ProxyContext;
  readonly hasEndpoints: boolean;
  readonly hasInternal: boolean;
  readonly hasExternal: boolean;
  readonly hasFirewall: boolean;
  /** The source ranges hold the node's own address. */
  readonly allowsNode: boolean;
}

/** Works a port out for the rules of one node. */
export function describe(port: ProxiedPort, context: ProxyContext): Described {
  const traffic = trafficOf(port, context.node);
  const hasEndpoints = traffic.all.length > 0;
  return {
    port,
    names: chainNames(port),
    traffic,
    context,
    hasEndpoints,
    hasInternal: hasEndpoints && (!traffic.internalLocal || traffic.local.length > 0),
    hasExternal: hasEndpoints && (!traffic.externalLocal || traffic.local.length > 0),
    allowsNode: allowsNode(port, context),
    hasFirewall: hasEndpoints && isFirewalled(port),
  };
}

function allowsNode({ service }: ProxiedPort, { nodeIP }: ProxyContext): boolean {
  return nodeIP !== undefined && service.loadBalancerSourceRanges.some(({ value }) => containsAddress(value, nodeIP));
}

/** The conditions of a rule for one address of a port. */
export function addressed({ port }: ProxiedPort, address: Address, text: string): Match[] {
  return [comment(text), to(hostPrefix(address)), ...dport(port.protocol, port.port)];
}
