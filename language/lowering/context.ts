import type { AstNode, LangiumDocument, Reference } from 'langium';
import type { Sourced } from '../../network/topology/origin.ts';
import type { Finding } from '../../network/topology/topology.ts';
import type { Declared as TopologyDeclared } from '../../network/topology/underlay.ts';
import type * as ast from '../generated/ast.ts';
import { stampOf } from '../incremental/stamp.ts';
import { originOf } from '../origins.ts';
import type { Identities } from './identities.ts';
import { troubleIn } from './trouble.ts';

/** What every part of lowering needs: the ids of what is declared, and a place for what is noticed on the way. */
export class LoweringContext {
  readonly findings: Finding[] = [];
  readonly identities: Identities;
  readonly documents: readonly LangiumDocument[];

  constructor(documents: readonly LangiumDocument[], identities: Identities) {
    this.documents = documents;
    this.identities = identities;
  }

  /** Id, name and origin of a declaration; what has no name goes by its keyword. */
  declared(node: ast.Declaration): TopologyDeclared {
    const name = node.name ?? node.keyword ?? '';
    return { id: this.identities.idOf(node) ?? name, name, origin: originOf(node) };
  }

  /** The id that a reference leads to; undefined when it leads nowhere, which is another diagnostic. */
  target(node: { target?: Reference } & AstNode): Sourced<string> | undefined {
    const found = refOf(node.target);
    const id = found && this.identities.idOf(found);
    return id === undefined ? undefined : { value: id, origin: originOf(node, 'target') };
  }

  targets(nodes: readonly ({ target?: Reference } & AstNode)[] | undefined): Sourced<string>[] {
    return (nodes ?? []).flatMap((node) => this.target(node) ?? []);
  }

  /**
   * What the node was lowered to before, when nothing in it has changed since; with what was noticed then. `make` may
   * look at the node, at all in it, and at names: ids are remembered only as long as no name comes or goes.
   */
  remember<T>(node: AstNode, make: () => T): T {
    const { lowered } = this.identities;
    const memo = lowered.get(node);
    if (memo?.stamp === stampOf(node)) {
      this.findings.push(...memo.findings);
      return memo.value as T;
    }
    const noticed = this.findings.length;
    const value = make();
    lowered.set(node, { stamp: stampOf(node), value, findings: this.findings.slice(noticed) });
    return value;
  }

  /** Whether something in the text of the node could not be read. */
  isBroken(node: AstNode): boolean {
    return troubleIn(node);
  }
}

/** What a reference leads to. Half-written files have references that lead nowhere or in circles: undefined. */
export function refOf<T extends AstNode>(reference: Reference<T> | undefined): T | undefined {
  try {
    return reference?.ref;
  } catch {
    return undefined;
  }
}
