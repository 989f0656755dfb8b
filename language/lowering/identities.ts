import type { AstNode, LangiumDocument } from 'langium';
import type { Finding } from '../../network/topology/topology.ts';
import * as ast from '../generated/ast.ts';
import { originOf } from '../origins.ts';
import { type Declarations, type Declared, declarationsOf } from '../scoping/declared.ts';

export interface Lowered {
  readonly stamp: object;
  readonly value: unknown;
  readonly findings: readonly Finding[];
}

interface Memo {
  readonly tables: readonly Declarations[];
  readonly identities: Identities;
}

const known = new WeakMap<Declarations, Memo>();

/** The ids in a model, which stay the same as long as none of its files declares other names. */
export function identitiesOf(documents: readonly LangiumDocument[]): Identities {
  const tables = documents.map(declarationsOf);
  const last = tables.at(-1)!;
  const memo = known.get(last);
  if (memo && memo.tables.length === tables.length && memo.tables.every((one, i) => one === tables[i]))
    return memo.identities;
  const identities = new Identities(tables);
  known.set(last, { tables, identities });
  return identities;
}

/** Ids of everything declared in a model, and the names that are declared twice. */
export class Identities {
  /** What nodes were lowered to under these ids, see `LoweringContext.remember`. */
  readonly lowered = new WeakMap<AstNode, Lowered>();
  private readonly ids = new Map<Declared, string>();
  private readonly twice: (readonly [first: Declared, second: Declared])[] = [];
  private readonly tables: readonly Declarations[];
  private readonly first = new Map<string, Declared>();
  private readonly taken = new Set<string>();

  constructor(tables: readonly Declarations[]) {
    this.tables = tables;
    for (const { all } of tables) for (const one of all) this.add(one);
  }

  get duplicates(): Finding[] {
    return this.twice.map(([first, second]) => duplicate(first, second));
  }

  idOf(node: AstNode): string | undefined {
    for (const { byNode } of this.tables) {
      const declared = byNode.get(node);
      if (declared) return this.ids.get(declared);
    }
    return undefined;
  }

  /** A namespace may be opened again in an `extend`: the two are one. Everything else keeps an id of its own. */
  private add(one: Declared): void {
    const path = one.path.join('/');
    const name = `${scopeKind(one)} ${path}`;
    const first = this.first.get(name);
    if (!first) this.first.set(name, one);
    else if (!isSameNamespace(first, one)) this.twice.push([first, one]);
    this.ids.set(one, first && isSameNamespace(first, one) ? path : this.free(listOf(one.node), path));
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
