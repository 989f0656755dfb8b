import type { AstNode, LangiumDocument } from 'langium';
import * as ast from '../generated/ast.ts';

/** Something with a name, and where it belongs: the names around it from the outside in, its own last. */
export interface Declared {
  /** Another one when its block was read anew and declares the same names. */
  readonly node: AstNode;
  /** The keyword it is declared with: `pod`, `vSwitch`, `nodes`. */
  readonly keyword: string;
  readonly path: readonly string[];
  /** True when the first name of the path is a cluster's, which references may leave out. */
  readonly inCluster: boolean;
}

/** What one file declares, by full name and, inside clusters, by the name without the cluster. */
export interface Declarations {
  readonly all: readonly Declared[];
  readonly byPath: ReadonlyMap<string, readonly Declared[]>;
  readonly withoutCluster: ReadonlyMap<string, readonly Declared[]>;
  readonly byNode: ReadonlyMap<AstNode, Declared>;
}

const known = new WeakMap<AstNode, Declarations>();

/** Read once per syntax tree, and kept as long as the tree declares the same names. */
export function declarationsOf(document: LangiumDocument): Declarations {
  const root = document.parseResult.value;
  let found = known.get(root);
  if (!found) {
    found = index([...read(root as ast.Model)]);
    known.set(root, found);
  }
  return found;
}

/** The tree declares other names than it did. */
export function forgetDeclarations(document: LangiumDocument): void {
  known.delete(document.parseResult.value);
}

/** Puts nodes that were read anew in the place of those that declared the same names. */
export function replaceDeclared(document: LangiumDocument, fresh: ReadonlyMap<AstNode, AstNode>): void {
  const byNode = known.get(document.parseResult.value)?.byNode as Map<AstNode, Declared> | undefined;
  for (const [old, node] of fresh) {
    const declared = byNode?.get(old);
    if (!declared) continue;
    byNode!.delete(old);
    byNode!.set(node, declared);
    Object.assign(declared, { node });
  }
}

function index(all: Declared[]): Declarations {
  const byPath = new Map<string, Declared[]>();
  const withoutCluster = new Map<string, Declared[]>();
  for (const one of all) {
    add(byPath, one.path.join('/'), one);
    if (one.inCluster) add(withoutCluster, one.path.slice(1).join('/'), one);
  }
  return { all, byPath, withoutCluster, byNode: new Map(all.map((one) => [one.node, one])) };
}

function add(map: Map<string, Declared[]>, key: string, value: Declared): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function* read(model: ast.Model): Generator<Declared> {
  for (const item of model.items ?? []) if (ast.isDeclaration(item)) yield* readDeclaration(item, [], false);
}

function* readDeclaration(node: ast.Declaration, outer: readonly string[], inCluster: boolean): Generator<Declared> {
  const own = ownPath(node, outer);
  if (own.length > outer.length && !ast.isExtend(node)) yield { node, keyword: node.keyword, path: own, inCluster };
  const inside = inCluster || ast.isCluster(node) || ast.isExtend(node);
  for (const field of node.fields ?? []) if (ast.isDeclaration(field)) yield* readDeclaration(field, own, inside);
}

/** Blocks without a name of their own (`docker`, `cni calico`) lend their content to the block around them. */
function ownPath(node: ast.Declaration, outer: readonly string[]): readonly string[] {
  if (ast.isExtend(node)) return [...outer, node.target?.$refText ?? ''];
  return isNamed(node) ? [...outer, node.name!] : outer;
}

const isNamed = (node: ast.Declaration) =>
  Boolean(node.name) && !ast.isCni(node) && !ast.isBackend(node) && !ast.isKubeProxy(node) && !ast.isDns(node);

/** The names around a node, from the outside in: where its references are looked for first. */
export function scopeOf(node: AstNode | undefined): readonly string[] {
  const names: string[] = [];
  for (let at = node; at; at = at.$container) {
    if (ast.isExtend(at)) names.unshift(at.target?.$refText ?? '');
    else if (ast.isDeclaration(at) && isNamed(at)) names.unshift(at.name!);
  }
  return names;
}
