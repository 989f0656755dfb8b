import { type AstNode, type AstNodeDescription, AstUtils, GrammarAST, type LangiumDocument } from 'langium';
import {
  type CompletionAcceptor,
  type CompletionContext,
  type CompletionValueItem,
  DefaultCompletionProvider,
  type NextFeature,
} from 'langium/lsp';
import {
  type CompletionItem,
  CompletionItemKind,
  type CompletionList,
  type CompletionParams,
  type MarkupContent,
  MarkupKind,
} from 'vscode-languageserver';
import { cniFields } from '../../language/fields.ts';
import * as ast from '../../language/generated/ast.ts';
import { CHOICE_WORDS } from '../../language/words/choices.ts';
import { wordAt, wordMarkdown } from '../../language/words.ts';
import { detailOf } from './detail.ts';
import { type Place, placeAt } from './place.ts';

/**
 * What the grammar allows at the cursor, as Langium works it out, with what the grammar leaves open: values are optional
 * in it, so that a half-written line costs nothing; here a field without its value is followed by values only.
 */
export class KnetCompletion extends DefaultCompletionProvider {
  readonly #places = new WeakMap<CompletionContext, Place>();

  override async getCompletion(document: LangiumDocument, params: CompletionParams): Promise<CompletionList> {
    const found = await super.getCompletion(document, params);
    const { choices, pending } = placeAt(document, document.textDocument.offsetAt(params.position));
    const meanings = CHOICE_WORDS[(pending as { keyword?: string } | undefined)?.keyword ?? ''] ?? {};
    const items = choices.map((choice, index) => choiceItem(choice, index, meanings[choice]));
    return { isIncomplete: false, items: [...items, ...(found?.items ?? [])] };
  }

  protected override completionForKeyword(
    context: CompletionContext,
    keyword: GrammarAST.Keyword,
    acceptor: CompletionAcceptor,
  ): void {
    if (!this.filterKeyword(context, keyword)) return;
    const place = this.#placeOf(context);
    const begins = this.#beginsField(keyword);
    if (begins && (place.pending || !isOffered(keyword.value, place))) return;
    if (place.choices.includes(keyword.value)) return;
    const sortText = begins ? '2' : '1';
    const documentation = explained(keyword.value, place.block ?? context.document.parseResult.value);
    acceptor(context, { label: keyword.value, kind: CompletionItemKind.Keyword, sortText, documentation });
  }

  /** Where the tree was mended the node at the cursor may be of another rule than the reference that may follow. */
  protected override completionForCrossReference(
    context: CompletionContext,
    next: NextFeature<GrammarAST.CrossReference>,
    acceptor: CompletionAcceptor,
  ): ReturnType<DefaultCompletionProvider['completionForCrossReference']> {
    const type = AstUtils.getContainerOfType(next.feature, GrammarAST.isParserRule)?.returnType?.ref?.name;
    const foreign = next.type === undefined && type !== undefined && context.node?.$type !== type;
    return super.completionForCrossReference(context, foreign ? { ...next, type } : next, acceptor);
  }

  protected override createReferenceCompletionItem(description: AstNodeDescription): CompletionValueItem {
    const kind = CompletionItemKind.Reference;
    return {
      nodeDescription: description,
      kind,
      detail: description.node && detailOf(description.node),
      sortText: '0',
    };
  }

  #placeOf(context: CompletionContext): Place {
    let place = this.#places.get(context);
    if (!place) {
      place = placeAt(context.document, context.offset);
      this.#places.set(context, place);
    }
    return place;
  }

  /** True for the first word of a field, as against the words inside one (`via`, `nodePort`, `can`). */
  #beginsField(keyword: GrammarAST.Keyword): boolean {
    const assignment = AstUtils.getContainerOfType(keyword, GrammarAST.isAssignment);
    const rule = AstUtils.getContainerOfType(keyword, GrammarAST.isParserRule);
    const type = rule?.returnType?.ref?.name;
    if (keyword.value === 'import') return true;
    return (
      assignment?.feature === 'keyword' && type !== undefined && this.astReflection.isSubtype(type, ast.Field.$type)
    );
  }
}

/** The same words as in a hover. */
function explained(keyword: string, around: AstNode): MarkupContent | undefined {
  const word = wordAt(keyword, around);
  return word && { kind: MarkupKind.Markdown, value: wordMarkdown(keyword, word) };
}

/** Each network plugin has fields of its own. */
function isOffered(keyword: string, { block }: Place): boolean {
  if (!ast.isCni(block)) return true;
  return cniFields(block.name)?.includes(keyword) ?? true;
}

/** In the order of the table: the usual one first. */
function choiceItem(label: string, index: number, meaning: string | undefined): CompletionItem {
  const documentation = meaning && { kind: MarkupKind.Markdown, value: meaning };
  const sortText = `0 ${String(index).padStart(2, '0')}`;
  return { label, kind: CompletionItemKind.EnumMember, sortText, ...(documentation && { documentation }) };
}
