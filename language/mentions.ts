import { type AstNode, AstUtils, CstUtils, type LangiumDocument, type Reference } from 'langium';
import type { Position, Range } from 'vscode-languageserver-types';
import * as ast from './generated/ast.ts';
import { modelDocuments } from './model.ts';
import { originOf, rangeOf, type SourceRange } from './origins.ts';
import { contains } from './ranges.ts';
import { declarationsOf } from './scoping/declared.ts';

/** A place where a thing is named: its declaration, a reference, or the part of a reference on the way to something in it. */
export interface Mention extends SourceRange {
  readonly declaration: boolean;
  /** True where the name stands alone: without a qualifier, and without a word that says its kind. */
  readonly bare: boolean;
}

/** What is declared, or referred to, at a position. Undefined for kinds such as `flannel`, which are no names. */
export function namedAt(document: LangiumDocument, position: Position): AstNode | undefined {
  const root = document.parseResult.value.$cstNode;
  const offset = document.textDocument.offsetAt(position);
  const leaf = root && CstUtils.findDeclarationNodeAtOffset(root, offset);
  if (!leaf) return undefined;
  const reference = AstUtils.streamReferences(leaf.astNode).find(({ reference: one }) => isWithin(one, offset));
  const target = reference && 'ref' in reference.reference ? reference.reference.ref : leaf.astNode;
  if (!target || !isDeclared(target)) return undefined;
  return reference || isOnName(leaf.astNode, position) ? target : undefined;
}

const isDeclared = (target: AstNode) => declarationsOf(AstUtils.getDocument(target)).byNode.has(target);

const isWithin = (reference: object, offset: number) => {
  const { $refNode } = reference as Reference;
  return $refNode !== undefined && $refNode.offset <= offset && offset <= $refNode.end;
};

const isOnName = (node: AstNode, position: Position) => {
  const range = rangeOf(originOf(node))?.range;
  return range !== undefined && contains(range, position);
};

/**
 * Every place that names the thing, in the models that its file is part of: of two files that have nothing to do with each
 * other, each may have a namespace `default`. Declarations first.
 */
export function mentionsOf(target: AstNode, loaded: Iterable<LangiumDocument>): Mention[] {
  const documents = documentsAround(AstUtils.getDocument(target), loaded);
  const all = documents.flatMap((document) => declarationsOf(document).all);
  const paths = new Map(all.map(({ node, path }) => [node, path]));
  return [
    ...sameThing(target, paths).flatMap(declarationOf),
    ...documents.flatMap((document) => mentionsIn(document, paths, target)),
  ];
}

function documentsAround(own: LangiumDocument, loaded: Iterable<LangiumDocument>): LangiumDocument[] {
  const models = [...loaded].map(modelDocuments).filter((documents) => documents.includes(own));
  return [...new Set([own, ...models.flat()])];
}

function declarationOf(node: AstNode): Mention[] {
  const place = rangeOf(originOf(node));
  return place ? [{ ...place, declaration: true, bare: false }] : [];
}

/** A namespace may be opened several times; everything else is declared once. */
function sameThing(target: AstNode, paths: ReadonlyMap<AstNode, readonly string[]>): AstNode[] {
  const path = paths.get(target)?.join('/');
  if (!ast.isNamespace(target)) return [target];
  return [...paths].filter(([node, other]) => ast.isNamespace(node) && other.join('/') === path).map(([node]) => node);
}

/** Parts of references that name the thing itself, or on the way to something inside it. */
function mentionsIn(
  document: LangiumDocument,
  paths: ReadonlyMap<AstNode, readonly string[]>,
  target: AstNode,
): Mention[] {
  const path = paths.get(target);
  if (!path) return [];
  const uri = document.uri.toString();
  return document.references.flatMap((reference) => {
    if (!('ref' in reference) || !reference.ref || !reference.$refNode) return [];
    const full = ast.isDns(reference.ref) ? undefined : paths.get(reference.ref);
    if (!full || !path.every((name, i) => full[i] === name)) return [];
    if (full.length === path.length && reference.ref !== target && !ast.isNamespace(target)) return [];
    const part = partOf(reference.$refText, full, path);
    return part ? [{ uri, range: subrange(reference, part), declaration: false, bare: isBare(reference) }] : [];
  });
}

function isBare({ $refText, $refNode }: Reference): boolean {
  return !$refText.includes('/') && ($refNode?.astNode as { kind?: string } | undefined)?.kind === undefined;
}

/** Offset and length of the part of a reference's text that names the thing; the outer names may be left out. */
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
