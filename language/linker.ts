import {
  type AstNode,
  Cancellation,
  DefaultLinker,
  interruptAndCheck,
  isReference,
  type LangiumDocument,
  type Reference,
} from 'langium';

/** Langium's linker with a plain walk through the tree: Langium's, node by node and waiting at each, costs more than linking. */
export class KnetLinker extends DefaultLinker {
  override async link(document: LangiumDocument, token = Cancellation.CancellationToken.None): Promise<void> {
    for (const item of partsOf(document.parseResult.value)) {
      await interruptAndCheck(token);
      this.linkAll(item, document);
    }
  }

  private linkAll(node: AstNode, document: LangiumDocument): void {
    for (const property in node) {
      if (property.startsWith('$')) continue;
      const value = (node as unknown as Record<string, unknown>)[property];
      if (Array.isArray(value)) for (const one of value) this.linkValue(one, node, property, document);
      else this.linkValue(value, node, property, document);
    }
  }

  private linkValue(value: unknown, container: AstNode, property: string, document: LangiumDocument): void {
    if (typeof value !== 'object' || value === null) return;
    if ('$type' in value) this.linkAll(value as AstNode, document);
    else if (isReference(value)) this.doLink({ reference: value as Reference, container, property }, document);
  }
}

/** What a file consists of; of another tree the root. */
const partsOf = (root: AstNode): readonly AstNode[] => (root as { items?: readonly AstNode[] }).items ?? [root];
