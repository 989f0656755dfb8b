import type { Policy, PolicyPeer, PolicyRule } from '../../network/topology/policy.ts';
import type { Selector } from '../../network/topology/selector.ts';
import * as ast from '../generated/ast.ts';
import { originOf } from '../origins.ts';
import type { LoweringContext } from './context.ts';
import { readPrefix } from './literals.ts';
import { policyPortsOf } from './ports.ts';
import { selectorOf } from './selectors.ts';
import { blocksOf, type Fields, fieldsOf, valuesOf } from './values.ts';
import type { Place } from './workloads.ts';

/** Reads one policy; anything that cannot be read makes the whole of it broken, so that a typing error opens nothing. */
export function lowerPolicy(context: LoweringContext, node: ast.NetworkPolicy, place: Place): Policy {
  return new PolicyReader(context).read(node, place);
}

class PolicyReader {
  private broken = false;
  private readonly context: LoweringContext;

  constructor(context: LoweringContext) {
    this.context = context;
  }

  read(node: ast.NetworkPolicy, place: Place): Policy {
    const block = fieldsOf(node);
    const rules = blocksOf(block, ast.isPolicyRule);
    const ingress = rules.filter((rule) => rule.keyword === 'ingress').map((rule) => this.readRule(rule));
    const egress = rules.filter((rule) => rule.keyword === 'egress').map((rule) => this.readRule(rule));
    const podSelector = this.readPodSelector(node, block);
    const policyTypes = this.readTypes(block, egress.length > 0);
    const broken = this.broken || !node.name || this.context.isBroken(node);
    return { ...this.context.declared(node), ...place, podSelector, policyTypes, ingress, egress, broken };
  }

  /** A policy without a podSelector selects all pods of its namespace, as the API does. */
  private readPodSelector(node: ast.NetworkPolicy, block: Fields): Selector {
    const field = blocksOf(block, ast.isSelectorField).at(-1);
    const selector = selectorOf(this.context, field);
    if (field && !selector) this.broken = true;
    return selector ?? { requirements: [], origin: originOf(field ?? node) };
  }

  private readTypes(block: Fields, hasEgress: boolean): Policy['policyTypes'] {
    const written = valuesOf(block, 'policyTypes').map(({ value }) => value);
    const known = written.filter((value) => value === 'Ingress' || value === 'Egress');
    if (known.length < written.length) this.broken = true;
    if (block.fields.some((field) => ast.isValueField(field) && (field.values ?? []).length === 0)) this.broken = true;
    if (known.length > 0) return [...new Set(known)];
    return hasEgress ? ['Ingress', 'Egress'] : ['Ingress'];
  }

  private readRule(node: ast.PolicyRule): PolicyRule {
    const block = fieldsOf(node);
    const { ports, complete } = policyPortsOf(block);
    const fields = blocksOf(block, ast.isPeerField);
    const wanted = node.keyword === 'ingress' ? 'from' : 'to';
    if (!complete || fields.some((field) => field.keyword !== wanted)) this.broken = true;
    const peers = fields.flatMap((field) => this.readPeer(field) ?? []);
    return { peers, ports, origin: originOf(node) };
  }

  /** Undefined for a peer that cannot be read: a rule must not be left with an open one in its place. */
  private readPeer(field: ast.PeerField): PolicyPeer | undefined {
    const selectors = (field.parts ?? []).filter(ast.isSelectorPart);
    const blocks = (field.parts ?? []).filter(ast.isBlockPart);
    const peer = blocks.length > 0 ? this.readBlock(blocks[0]!, field) : this.readSelectors(selectors, field);
    const single = blocks.length > 0 ? blocks.length === 1 && selectors.length === 0 : isOncePerKind(selectors);
    if (peer && single) return peer;
    this.broken = true;
    return undefined;
  }

  private readSelectors(parts: readonly ast.SelectorPart[], field: ast.PeerField): PolicyPeer | undefined {
    const read = parts.map((part) => [part.keyword, selectorOf(this.context, part)] as const);
    if (read.length === 0 || read.some(([, selector]) => !selector)) return undefined;
    return { ...(Object.fromEntries(read) as Partial<PolicyPeer>), origin: originOf(field) };
  }

  private readBlock(part: ast.BlockPart, field: ast.PeerField): PolicyPeer | undefined {
    const { findings } = this.context;
    const cidr = part.cidr ? readPrefix(part.cidr, originOf(part, 'cidr'), findings) : undefined;
    const texts = part.except ?? [];
    const except = texts.flatMap((text, i) => readPrefix(text, originOf(part, 'except', i), findings) ?? []);
    if (!cidr || except.length < texts.length) return undefined;
    return { ipBlock: { cidr, except }, origin: originOf(field) };
  }
}

const isOncePerKind = (parts: readonly ast.SelectorPart[]) =>
  new Set(parts.map((part) => part.keyword)).size === parts.length;
