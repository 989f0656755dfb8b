import type { AstNode, LangiumDocument } from 'langium';
import type { Finding } from '../../network/topology/topology.ts';
import * as ast from '../generated/ast.ts';
import { originOf } from '../origins.ts';
import { type Declared, declarationsOf } from '../scoping/declared.ts';

/** Ids of everything declared in a model, and the names that are declared twice. */
export class Identities {
  readonly duplicates: Finding[] = [];
  private readonly ids = new Map<AstNode, string>();
  private readonly first = new Map<string, Declared>();
  private readonly taken = new Set<string>();

  constructor(documents: readonly LangiumDocument[]) {
    for (const document of documents) for (const one of declarationsOf(document).all) this.add(one);
  }

  idOf(node: AstNode): string | undefined {
    return this.ids.get(node);
  }

  /** A namespace may be opened again in an `extend`: the two are one. Everything else keeps an id of its own. */
  private add(one: Declared): void {
    const path = one.path.join('/');
    const name = `${scopeKind(one)} ${path}`;
    const first = this.first.get(name);
    if (!first) this.first.set(name, one);
    else if (!isSameNamespace(first, one)) this.duplicates.push(duplicate(first, one));
    this.ids.set(one.node, first && isSameNamespace(first, one) ? path : this.free(listOf(one.node), path));
  }

  private free(list: string, path: string): string {
    let id = path;
    for (let i = 2; this.taken.has(`${list} ${id}`); i++) id = `${path}#${i}`;
    this.taken.add(`${list} ${id}`);
    return id;
  }
}

const isSameNamespace = (a: Declared, b: Declared) =>
  ast.isNamespace(b.node) && a.node.$container !== b.node.$container;

const duplicate = (first: Declared, one: Declared): Finding => ({
  kind: 'duplicate-name',
  name: one.path.at(-1)!,
  what: one.keyword,
  origin: originOf(one.node),
  first: originOf(first.node),
});

/** Two of one kind in one scope must not share a name: a pod and a deployment may, a vSwitch and a subnet may not. */
function scopeKind({ node, keyword }: Declared): string {
  return ast.isWorkload(node) ? keyword : listOf(node);
}

/** The list of the topology that an object goes to, within which ids are unique. */
function listOf(node: AstNode): string {
  if (ast.isNetwork(node) || ast.isSubnet(node)) return 'segment';
  if (ast.isNode(node) || ast.isNodeGroup(node)) return 'node';
  return node.$type;
}
