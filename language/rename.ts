import { type AstNode, AstUtils, CstUtils, type LangiumDocument, type Reference } from 'langium';
import { DefaultRenameProvider, type LangiumServices } from 'langium/lsp';
import type {
  Position,
  Range,
  RenameParams,
  TextDocumentPositionParams,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver-protocol';
import * as ast from './generated/ast.ts';
import { originOf, rangeOf } from './origins.ts';
import { declarationsOf } from './scoping/declared.ts';

/**
 * Renames what is declared, and every reference in which its name is a part: renaming a namespace changes `default/a` as
 * well as `default/*`, and renaming `db` changes `pay/db-0`.
 */
export class KnetRenameProvider extends DefaultRenameProvider {
  private readonly documents: () => Iterable<LangiumDocument>;

  constructor(services: LangiumServices) {
    super(services);
    this.documents = () => services.shared.workspace.LangiumDocuments.all;
  }

  override async rename(document: LangiumDocument, params: RenameParams): Promise<WorkspaceEdit | undefined> {
    const target = declaredAt(document, params.position);
    if (!target || !/^[A-Za-z0-9_]([\w.-]*\w)?$/.test(params.newName)) return undefined;
    const paths = this.paths();
    const changes: Record<string, TextEdit[]> = {};
    const add = (uri: string, range: Range) => {
      changes[uri] = [...(changes[uri] ?? []), { range, newText: params.newName }];
    };
    for (const one of sameThing(target, paths)) {
      const name = rangeOf(originOf(one));
      if (name) add(name.uri, name.range);
    }
    for (const one of this.documents())
      for (const { range } of mentions(one, paths, target)) add(one.uri.toString(), range);
    return { changes };
  }

  override prepareRename(document: LangiumDocument, params: TextDocumentPositionParams): Range | undefined {
    const target = declaredAt(document, params.position);
    if (!target) return undefined;
    const paths = this.paths();
    const found = mentions(document, paths, target).find(({ range }) => contains(range, params.position));
    return found?.range ?? rangeOf(originOf(target))?.range;
  }

  /** The full name of everything declared in any file. */
  private paths(): Map<AstNode, readonly string[]> {
    const all = [...this.documents()].flatMap((document) => declarationsOf(document).all);
    return new Map(all.map(({ node, path }) => [node, path]));
  }
}

const contains = ({ start, end }: Range, { line, character }: Position) =>
  line === start.line && line === end.line && start.character <= character && character <= end.character;

/** What is declared, or referred to, at a position. Undefined for kinds such as `flannel`, which are no names. */
function declaredAt(document: LangiumDocument, position: Position): AstNode | undefined {
  const root = document.parseResult.value.$cstNode;
  const offset = document.textDocument.offsetAt(position);
  const leaf = root && CstUtils.findDeclarationNodeAtOffset(root, offset);
  if (!leaf) return undefined;
  const reference = AstUtils.streamReferences(leaf.astNode).find(({ reference: one }) => isWithin(one, offset));
  const target = reference && 'ref' in reference.reference ? reference.reference.ref : leaf.astNode;
  const isDeclared = declarationsOf(target ? AstUtils.getDocument(target) : document).all.some(
    ({ node }) => node === target,
  );
  if (!isDeclared) return undefined;
  const onName = reference || isOnName(leaf.astNode, position);
  return onName ? target : undefined;
}

const isWithin = (reference: object, offset: number) => {
  const { $refNode } = reference as Reference;
  return $refNode !== undefined && $refNode.offset <= offset && offset <= $refNode.end;
};

const isOnName = (node: AstNode, position: Position) => {
  const range = rangeOf(originOf(node))?.range;
  return range !== undefined && contains(range, position);
};

/** A namespace may be opened several times; everything else is declared once. */
function sameThing(target: AstNode, paths: ReadonlyMap<AstNode, readonly string[]>): AstNode[] {
  const path = paths.get(target)!.join('/');
  if (!ast.isNamespace(target)) return [target];
  return [...paths].filter(([node, other]) => ast.isNamespace(node) && other.join('/') === path).map(([node]) => node);
}

/** Parts of references that name the thing itself, or on the way to something inside it. */
function mentions(
  document: LangiumDocument,
  paths: ReadonlyMap<AstNode, readonly string[]>,
  target: AstNode,
): { range: Range }[] {
  const path = paths.get(target)!;
  return document.references.flatMap((reference) => {
    if (!('ref' in reference) || !reference.ref || !reference.$refNode) return [];
    const full = ast.isDns(reference.ref) ? undefined : paths.get(reference.ref);
    if (!full || !path.every((name, i) => full[i] === name)) return [];
    if (full.length === path.length && reference.ref !== target && !ast.isNamespace(target)) return [];
    const part = partOf(reference.$refText, full, path);
    return part ? [{ range: subrange(reference, part) }] : [];
  });
}

/** Offset and length of the renamed part within a reference's text, which may leave out the outer names. */
function partOf(
  text: string,
  full: readonly string[],
  path: readonly string[],
): { offset: number; length: number } | undefined {
  const parts = text.replace(/\/\*$/, '').split('/');
  const index = path.length - 1 - (full.length - parts.length);
  const name = path.at(-1)!;
  const part = parts[index];
  if (part === undefined || (part !== name && !/^-\d+$/.test(part.slice(name.length)))) return undefined;
  if (!part.startsWith(name)) return undefined;
  return { offset: parts.slice(0, index).join('/').length + (index > 0 ? 1 : 0), length: name.length };
}

function subrange({ $refNode }: Reference, { offset, length }: { offset: number; length: number }): Range {
  const { line, character } = $refNode!.range.start;
  return {
    start: { line, character: character + offset },
    end: { line, character: character + offset + length },
  };
}
