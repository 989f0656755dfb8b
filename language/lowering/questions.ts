import { type Expect, isWithin, PROBE_BOUNDS, type ProbeOptions, type Trace } from '../../network/topology/question.ts';
import type * as ast from '../generated/ast.ts';
import { originOf } from '../origins.ts';
import { type LoweringContext, refOf } from './context.ts';
import { lowerEndpoint } from './endpoints.ts';
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
