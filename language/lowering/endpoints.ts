import type { AstReflection } from 'langium';
import { readLiteral } from '../../network/address/parse.ts';
import type { Endpoint } from '../../network/topology/question.ts';
import * as ast from '../generated/ast.ts';
import { originOf } from '../origins.ts';
import type { Resolution } from '../scoping/resolve.ts';
import { resolveReference } from '../scoping/scope-provider.ts';
import { type LoweringContext, refOf } from './context.ts';
import { readAddress } from './literals.ts';

/** What one end of a question means. */
export function lowerEndpoint(context: LoweringContext, node: ast.Endpoint): Endpoint {
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
