import type { AstReflection } from 'langium';
import { readLiteral } from '../../network/address/parse.ts';
import {
  type Endpoint,
  type Expect,
  isWithin,
  PROBE_BOUNDS,
  type ProbeOptions,
  type Trace,
} from '../../network/topology/question.ts';
import * as ast from '../generated/ast.ts';
import { originOf } from '../origins.ts';
import type { Resolution } from '../scoping/resolve.ts';
import { resolveReference } from '../scoping/scope-provider.ts';
import { type LoweringContext, refOf } from './context.ts';
import { readAddress } from './literals.ts';
import { portNumber, protocolOf } from './ports.ts';
import { nodeId } from './workloads.ts';

/** A question with both ends; undefined while one of them is not written. */
export function lowerTrace(context: LoweringContext, node: ast.Question): Trace | undefined {
  if (!node.from || !node.to) return undefined;
  return {
    from: lowerEndpoint(context, node.from),
    to: lowerEndpoint(context, node.to),
    probe: probeOf(node),
    origin: originOf(node),
  };
}

/** A statement that says whether B can be reached; undefined while it does not. */
export function lowerExpect(context: LoweringContext, node: ast.Expect): Expect | undefined {
  const trace = lowerTrace(context, node);
  if (!trace || !node.verb || context.isBroken(node)) return undefined;
  const options = node.options ?? [];
  const encapsulation = options.findLast((one) => one.value === 'encapsulation');
  return {
    ...trace,
    can: node.verb === 'can',
    withoutNAT: options.some((one) => one.keyword === 'without' && one.value === 'NAT'),
    encapsulation: encapsulation && { wanted: encapsulation.keyword === 'with', kind: encapsulation.detail },
    fromSource: sourceOf(
      context,
      options.findLast((one) => one.keyword === 'from'),
    ),
    ...policyOf(
      context,
      options.findLast((one) => one.keyword === 'by'),
    ),
  };
}

function sourceOf(context: LoweringContext, option: ast.ProbeOption | undefined): Expect['fromSource'] {
  if (option?.source) return lowerEndpoint(context, option.source);
  if (!option?.node) return undefined;
  const id = nodeId(context, option);
  return id ? { kind: 'node', id: id.value, origin: id.origin } : 'node';
}

function policyOf(
  context: LoweringContext,
  option: ast.ProbeOption | undefined,
): Pick<Expect, 'byPolicy' | 'byUnknown'> {
  if (!option?.policy) return {};
  const policy = refOf(option.policy);
  const id = policy && context.identities.idOf(policy);
  const origin = originOf(option, 'policy');
  return id === undefined ? { byUnknown: { value: option.policy.$refText, origin } } : { byPolicy: { id, origin } };
}

/** Protocol and port stand at the end B (`B:80/TCP`) or behind it (`B ICMP`); the latter wins where both do. */
function probeOf(node: ast.Question): ProbeOptions {
  const options = node.options ?? [];
  const named = options.find((one) => ['ICMP', 'TCP', 'UDP', 'SCTP'].includes(one.keyword))?.keyword;
  const port = portNumber(node.to?.port) ?? node.to?.port;
  const written = node.to?.protocol ? protocolOf(node.to.protocol) : undefined;
  const implied = typeof port === 'number' ? 'TCP' : undefined;
  return {
    protocol: (named as ProbeOptions['protocol']) ?? written ?? implied,
    port,
    size: numberOption(options, 'size'),
    dontFragment: options.some((one) => one.keyword === 'DF') || undefined,
    ttl: numberOption(options, 'ttl'),
  };
}

/** A number that no header can hold counts as not written, as all that cannot be read does. */
function numberOption(options: readonly ast.ProbeOption[], keyword: 'size' | 'ttl'): number | undefined {
  const value = options.findLast((one) => one.keyword === keyword)?.value;
  return value !== undefined && isWithin(PROBE_BOUNDS[keyword], Number(value)) ? Number(value) : undefined;
}

function lowerEndpoint(context: LoweringContext, node: ast.Endpoint): Endpoint {
  const origin = originOf(node);
  if (node.address !== undefined) return addressEndpoint(context, node, node.address);
  if (node.special === 'internet' || node.special === 'localhost') return { kind: node.special, origin };
  if (node.dns !== undefined) return dnsEndpoint(node, node.dns);
  const property = node.namespace ? 'namespace' : 'target';
  const reference = node[property];
  if (!reference) return { kind: 'unresolved', text: '', reason: 'is not written', origin };
  const resolution = resolveReference({ reference, container: node, property }, REFLECTION);
  return endpointOf(context, node, resolution, reference.$refText);
}

const REFLECTION: AstReflection = ast.reflection;

function addressEndpoint(context: LoweringContext, node: ast.Endpoint, text: string): Endpoint {
  const address = readAddress(text, originOf(node, 'address'), context.findings);
  if (address) return { kind: 'address', address: address.value, origin: originOf(node) };
  return { kind: 'unresolved', text, reason: 'is no address', origin: originOf(node) };
}

/** A name in quotes is looked up in the DNS, an address in quotes is an address. */
function dnsEndpoint(node: ast.Endpoint, name: string): Endpoint {
  const literal = readLiteral(name);
  const origin = originOf(node);
  if ('error' in literal || literal.length !== undefined) return { kind: 'name', name, origin };
  return { kind: 'address', address: literal.address, origin };
}

const KINDS: Readonly<Record<string, 'node' | 'host' | 'container' | 'segment' | 'namespace'>> = {
  [ast.Node.$type]: 'node',
  [ast.Host.$type]: 'host',
  [ast.DockerContainer.$type]: 'container',
  [ast.Network.$type]: 'segment',
  [ast.Subnet.$type]: 'segment',
  [ast.Namespace.$type]: 'namespace',
};

function endpointOf(context: LoweringContext, node: ast.Endpoint, found: Resolution, text: string): Endpoint {
  const origin = originOf(node);
  const unresolved = (reason: string): Endpoint => ({
    kind: 'unresolved',
    text,
    reason,
    origin,
    what: node.kind,
    url: node.url,
    nameOrigin: originOf(node, node.namespace ? 'namespace' : 'target'),
  });
  if (found.implicit) return implicitEndpoint(context, node, found.implicit);
  const target = refOf(node.namespace ?? node.target);
  if (!target) return unresolved(found.found.length > 1 ? 'names more than one thing' : 'names nothing');
  const id = context.identities.idOf(target) ?? text;
  if (ast.isWorkload(target)) {
    if (found.index === undefined) return { kind: 'workload', id, origin };
    return { kind: 'pod', workload: id, index: found.index, origin };
  }
  if (ast.isService(target)) return { kind: 'service', id, url: node.url, origin };
  if (ast.isIngress(target)) return { kind: 'ingress', id, url: node.url, origin };
  if (ast.isNodeGroup(target)) {
    if (found.index === undefined) return unresolved('names a group of nodes, not one of them');
    return { kind: 'node', id: `${id}-${found.index}`, origin };
  }
  return { kind: KINDS[target.$type] ?? 'host', id, origin };
}

function implicitEndpoint(
  context: LoweringContext,
  node: ast.Endpoint,
  implicit: NonNullable<Resolution['implicit']>,
): Endpoint {
  const id = `${context.identities.idOf(implicit.cluster) ?? implicit.cluster.name}/${implicit.name}`;
  const kind = implicit.keyword === 'deployment' ? 'workload' : implicit.keyword;
  return { kind, id, origin: originOf(node) };
}
