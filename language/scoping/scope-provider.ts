import {
  type AstNode,
  type AstNodeDescription,
  type AstNodeDescriptionProvider,
  type AstReflection,
  AstUtils,
  type LangiumCoreServices,
  type ReferenceInfo,
  type Scope,
  type ScopeProvider,
  stream,
} from 'langium';
import * as ast from '../generated/ast.ts';
import { modelDocuments } from '../model.ts';
import { type Declared, declarationsOf, scopeOf } from './declared.ts';
import { implicitFor, isAccepted, isAmbiguous, type Query, type Resolution, resolve, targetOf } from './resolve.ts';

/** Names resolve within a model only, by look-up in tables: linking takes time in proportion to the text. */
export class KnetScopeProvider implements ScopeProvider {
  private readonly descriptions: AstNodeDescriptionProvider;
  private readonly reflection: AstReflection;

  constructor(services: LangiumCoreServices) {
    this.descriptions = services.workspace.AstNodeDescriptionProvider;
    this.reflection = services.shared.AstReflection;
  }

  getScope(info: ReferenceInfo): Scope {
    const only = (text: string) => this.describe(resolveReference(info, this.reflection, text), text);
    return {
      getElement: only,
      getElements: (text) => stream([only(text)]).filter((one) => one !== undefined),
      getAllElements: () => stream(this.all(info)),
    };
  }

  private describe(resolution: Resolution, text: string): AstNodeDescription | undefined {
    const node = isAmbiguous(resolution) ? undefined : targetOf(resolution);
    // Only what the linker needs: Langium's own description works out the node's path in the tree, for every reference.
    return node && { node, name: text, type: node.$type, documentUri: AstUtils.getDocument(node).uri, path: '' };
  }

  /** Everything a reference may name, under the shortest name that reaches it: what completion offers. */
  private *all(info: ReferenceInfo): Iterable<AstNodeDescription> {
    for (const [name, node] of nameable(info, this.reflection)) yield this.descriptions.createDescription(node, name);
  }
}

/** Names that the reference could be, each as short as it may be where the reference stands. */
export const namesFor = (info: ReferenceInfo, reflection: AstReflection): string[] =>
  [...nameable(info, reflection)].map(([name]) => name);

function* nameable(info: ReferenceInfo, reflection: AstReflection): Iterable<readonly [string, AstNode]> {
  const query = queryOf(info, reflection, '');
  const documents = modelDocuments(AstUtils.getDocument(info.container));
  for (const one of documents.flatMap((each) => declarationsOf(each).all))
    if (isAccepted(one, query)) yield [shortestName(one, query.scope), one.node];
  for (const { name, cluster } of implicitFor(documents, query)) yield [name, cluster];
}

/** Resolves the reference anew, with all that is known about it; the text may differ from what is written. */
export function resolveReference(
  info: ReferenceInfo,
  reflection: AstReflection,
  text = info.reference.$refText,
): Resolution {
  return resolve(modelDocuments(AstUtils.getDocument(info.container)), queryOf(info, reflection, text));
}

function queryOf(info: ReferenceInfo, reflection: AstReflection, text: string): Query {
  const { container, property } = info;
  const type = reflection.getReferenceType(info);
  const keyword = property === 'namespace' ? 'namespace' : (container as { kind?: string }).kind;
  return {
    text: text.replace(/\/\*$/, ''),
    scope: scopeOf(container),
    keyword,
    accepts: (node) => reflection.isSubtype(node.$type, type) && isNameable(node, type, keyword),
    implicit: IMPLICIT[type] ?? [],
  };
}

/** Clusters and `dns` are targets only for what nobody declared; a bare namespace is no end of a packet's way. */
function isNameable(node: AstNode, type: string, keyword: string | undefined): boolean {
  if (ast.isCluster(node) || ast.isDns(node)) return type === 'Cluster';
  return !ast.isNamespace(node) || type !== 'Target' || keyword === 'namespace';
}

const IMPLICIT: Readonly<Record<string, Query['implicit']>> = {
  Target: ['deployment', 'service'],
  ServiceLike: ['service'],
  NamespaceLike: ['namespace'],
};

function shortestName({ path, inCluster }: Declared, scope: readonly string[]): string {
  let shared = 0;
  while (shared < path.length - 1 && path[shared] === scope[shared]) shared++;
  return path.slice(shared || (inCluster && path.length > 1 ? 1 : 0)).join('/');
}
