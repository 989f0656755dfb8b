import type { LangiumDocument } from 'langium';
import type { Topology } from '../../network/topology/topology.ts';
import * as ast from '../generated/ast.ts';
import { lowerCluster } from './cluster.ts';
import { LoweringContext, refOf } from './context.ts';
import { identitiesOf } from './identities.ts';
import { lowerHost } from './machines.ts';
import { lowerExpect, lowerTrace } from './questions.ts';
import { lowerOverlay, lowerRouter, lowerSegment, lowerVpc } from './underlay.ts';

/**
 * What the documents of a model (`modelDocuments`: the file first, then its imports) declare. Never throws: what is
 * half-written is left out, and literals that cannot be read are findings. Imported files come first in every list, so
 * that what a file adds renumbers nothing of what it imports.
 */
export function lower(documents: readonly LangiumDocument[]): Topology {
  const ordered = [...documents.slice(1), ...documents.slice(0, 1)];
  const context = new LoweringContext(ordered, identitiesOf(ordered));
  const items = ordered.flatMap((document) => (document.parseResult.value as ast.Model).items ?? []);
  const vpcs = named(items, ast.isVpc).map((node) => context.remember(node, () => lowerVpc(context, node)));
  const networks = named(items, ast.isNetwork).map((node) => context.remember(node, () => lowerSegment(context, node)));
  const topology = {
    vpcs: vpcs.map(({ vpc }) => vpc),
    segments: [...networks, ...vpcs.flatMap(({ segments }) => segments)],
    routers: named(items, ast.isRouter).map((node) => lowerRouter(context, node)),
    hosts: named(items, ast.isHost).map((node) => lowerHost(context, node)),
    overlays: named(items, ast.isOverlay).map((node) => lowerOverlay(context, node)),
    clusters: lowerClusters(context, items),
    traces: items.filter(ast.isTrace).flatMap((node) => context.remember(node, () => lowerTrace(context, node)) ?? []),
    expects: items
      .filter(ast.isExpect)
      .flatMap((node) => context.remember(node, () => lowerExpect(context, node)) ?? []),
  };
  return { ...topology, findings: [...context.identities.duplicates, ...context.findings] };
}

const named = <T extends ast.Declaration>(items: readonly ast.Field[], is: (node: unknown) => node is T): T[] =>
  items.filter((item): item is T => is(item) && Boolean(item.name));

/** An extension belongs to the cluster that its reference leads to, in whichever file of the model that is. */
function lowerClusters(context: LoweringContext, items: readonly ast.Field[]): Topology['clusters'] {
  const extensions = items.filter(ast.isExtend);
  return named(items, ast.isCluster).map((node) => {
    const own = extensions.filter((one) => refOf(one.target) === node);
    const lowered = () => lowerCluster(context, node, own);
    return own.length > 0 ? lowered() : context.remember(node, lowered);
  });
}
