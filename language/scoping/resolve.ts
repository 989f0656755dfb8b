import type { AstNode, LangiumDocument } from 'langium';
import * as ast from '../generated/ast.ts';
import { type Declared, declarationsOf } from './declared.ts';
import { dnsImplementation, dnsOf, type Implicit, implicitObjects } from './implicit.ts';

/** What a reference is looked for with. */
export interface Query {
  readonly text: string;
  /** Names around the reference, see `scopeOf`. */
  readonly scope: readonly string[];
  /** The word in front of the reference (`service default/web`), if there is one. */
  readonly keyword?: string;
  readonly accepts: (node: AstNode) => boolean;
  /** Kinds of undeclared objects that will do, the best first. */
  readonly implicit: readonly Implicit['keyword'][];
}

export interface Resolution {
  /** The things that bear the name at the innermost level where anything does. */
  readonly found: readonly Declared[];
  /** `default/db-0`: a pod of `default/db`, counted from 0. */
  readonly index?: number;
  /** Set when nobody declared it and a cluster has it all the same. */
  readonly implicit?: Implicit & { readonly cluster: ast.Cluster };
}

/** Resolves a name within a model: innermost first, then without the cluster's name, then as one pod of a workload. */
export function resolve(documents: readonly LangiumDocument[], query: Query): Resolution {
  const found = lookUp(documents, query);
  if (found.length > 0) return { found: preferred(found) };
  const implicit = findImplicit(documents, query);
  if (implicit) return { found: [], implicit };
  return findNumbered(documents, query) ?? { found };
}

/** A workload goes before the Service or Ingress that bears its name. */
function preferred(found: readonly Declared[]): readonly Declared[] {
  if (!found.some((one) => ast.isWorkload(one.node))) return found;
  return found.filter(({ node }) => !ast.isService(node) && !ast.isIngress(node));
}

/**
 * True when things of different kinds, or in different clusters, bear the name. A name declared twice is another mistake
 * and not meant.
 */
export const isAmbiguous = ({ found }: Resolution): boolean =>
  new Set(found.map(({ keyword, path, inCluster }) => `${keyword} ${inCluster ? path[0] : ''}`)).size > 1;

function lookUp(documents: readonly LangiumDocument[], query: Query): Declared[] {
  for (let depth = query.scope.length; depth >= 0; depth--) {
    const key = [...query.scope.slice(0, depth), query.text].join('/');
    const found = accepted(
      documents.flatMap((document) => declarationsOf(document).byPath.get(key) ?? []),
      query,
    );
    if (found.length > 0) return found;
  }
  return accepted(
    documents.flatMap((document) => declarationsOf(document).withoutCluster.get(query.text) ?? []),
    query,
  );
}

const accepted = (declared: readonly Declared[], query: Query) => declared.filter((one) => isAccepted(one, query));

/** Whether the query may mean that declaration, whatever its name. */
export const isAccepted = (one: Declared, { keyword, accepts }: Query): boolean =>
  accepts(one.node) && (keyword === undefined || sameKind(keyword, one.keyword));

/** A subnet may be called a vSwitch and the other way round; a node may be one of a group. */
function sameKind(written: string, declared: string): boolean {
  if (written === 'vSwitch' || written === 'subnet') return declared === 'vSwitch' || declared === 'subnet';
  return written === declared || (written === 'node' && declared === 'nodes');
}

/** `db-0` of a workload `db`, `w-3` of a group of nodes `w` (pods count from 0, nodes of a group from 1). */
function findNumbered(documents: readonly LangiumDocument[], query: Query): Resolution | undefined {
  const match = /^(.+)-(\d+)$/.exec(query.text);
  if (!match) return undefined;
  const keyword = query.keyword === 'pod' ? undefined : query.keyword;
  const isNumbered = (node: AstNode) =>
    query.accepts(node) && (ast.isNodeGroup(node) || (ast.isWorkload(node) && node.keyword !== 'pod'));
  const found = lookUp(documents, { ...query, text: match[1]!, keyword, accepts: isNumbered });
  return found.length > 0 ? { found, index: Number(match[2]) } : undefined;
}

function findImplicit(documents: readonly LangiumDocument[], query: Query): Resolution['implicit'] {
  if (!IMPLICIT_NAMES.has(lastOf(query.text))) return undefined;
  const keywords = query.implicit.filter((one) => query.keyword === undefined || query.keyword === one);
  for (const cluster of keywords.length > 0 ? clustersOf(documents) : []) {
    const names = namesInCluster(query, cluster.name ?? '');
    const objects = implicitObjects(dnsImplementation(cluster)).filter((one) => names.includes(one.name));
    for (const keyword of keywords) {
      const implicit = objects.find((one) => one.keyword === keyword);
      if (implicit) return { ...implicit, cluster };
    }
  }
  return undefined;
}

const lastOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);

/** Without the namespace. Most references that are looked for here are to numbered pods: they need not ask every cluster. */
const IMPLICIT_NAMES: ReadonlySet<string> = new Set(
  ['kube-dns', 'coredns'].flatMap(implicitObjects).map(({ name }) => lastOf(name)),
);

/** Names of what nobody declared and the query may mean. */
export function implicitFor(
  documents: readonly LangiumDocument[],
  query: Query,
): { name: string; cluster: ast.Cluster }[] {
  const keywords = query.implicit.filter((one) => query.keyword === undefined || query.keyword === one);
  return clustersOf(documents).flatMap((cluster) =>
    implicitObjects(dnsImplementation(cluster))
      .filter(({ keyword }) => keywords.includes(keyword))
      .map(({ name }) => ({ name, cluster })),
  );
}

/** What the text may mean inside that cluster, without the cluster's name. */
function namesInCluster({ text, scope }: Query, cluster: string): string[] {
  const inside = scope[0] === cluster;
  const names = inside ? scope.map((_, depth) => [...scope.slice(1, depth + 1), text].join('/')) : [text];
  return text.startsWith(`${cluster}/`) ? [...names, text.slice(cluster.length + 1)] : names;
}

const clustersOf = (documents: readonly LangiumDocument[]) =>
  documents.flatMap((document) => ((document.parseResult.value as ast.Model).items ?? []).filter(ast.isCluster));

/** The node that a resolution leads to: for what nobody declared, what brings it about. */
export function targetOf({ found, implicit }: Resolution): AstNode | undefined {
  if (!implicit) return found[0]?.node;
  return implicit.name.startsWith('kube-system/') ? (dnsOf(implicit.cluster) ?? implicit.cluster) : implicit.cluster;
}
