import type { Sourced } from '../../network/topology/origin.ts';
import type { Ingress, IngressRule } from '../../network/topology/workload.ts';
import * as ast from '../generated/ast.ts';
import { originOf } from '../origins.ts';
import type { LoweringContext } from './context.ts';
import { portNumber } from './ports.ts';
import { blocksOf, choiceOf, type Fields, fieldsOf, valuesOf, wordOf } from './values.ts';
import type { Place } from './workloads.ts';

/** An ingress of class nginx unless it says another; paths outside of a `host` block are for every host. */
export function lowerIngress(context: LoweringContext, node: ast.Ingress, place: Place): Ingress {
  const block = fieldsOf(node);
  const hosts = blocksOf(block, ast.isIngressHost);
  return {
    ...context.declared(node),
    ...place,
    class: wordOf(block, 'class')?.value ?? 'nginx',
    scheme: choiceOf(block, 'scheme', ['internal', 'internet-facing'])?.value ?? 'internal',
    targetType: choiceOf(block, 'targetType', ['instance', 'ip'])?.value ?? 'instance',
    subnets: blocksOf(block, ast.isSegmentField).flatMap((field) => context.targets(field.targets)),
    certificates: valuesOf(block, 'certificate'),
    rules: [
      ...rulesOf(context, block, place, undefined),
      ...hosts.flatMap((one) => rulesOf(context, fieldsOf(one), place, one.name)),
    ],
  };
}

/** A name that the text does not declare may be one of a manifest: its id is the one that it would have in the namespace. */
function serviceOf(context: LoweringContext, ref: ast.ServiceRef, place: Place): Sourced<string> | undefined {
  const text = ref.target?.$refText;
  const open = text
    ? { value: `${place.cluster}/${place.namespace}/${text}`, origin: originOf(ref, 'target') }
    : undefined;
  return context.target(ref) ?? open;
}

/** Rules that say where they lead; others are half-written. */
function rulesOf(context: LoweringContext, block: Fields, place: Place, host: string | undefined): IngressRule[] {
  return blocksOf(block, ast.isPathField).flatMap((field) => {
    const service = field.service && serviceOf(context, field.service, place);
    const port = portNumber(field.port) ?? field.port;
    if (!service || port === undefined || field.path === undefined) return [];
    return { host, path: field.path, service, port, portOrigin: originOf(field, 'port'), origin: originOf(field) };
  });
}
