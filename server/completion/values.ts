import type { LangiumDocument } from 'langium';
import { type CompletionItem, CompletionItemKind, MarkupKind } from 'vscode-languageserver';
import type { Proposal, Proposals } from '../../analysis/completion/proposal.ts';

const KINDS: Readonly<Record<Proposal['kind'], CompletionItemKind>> = {
  range: CompletionItemKind.Value,
  address: CompletionItemKind.Value,
  port: CompletionItemKind.Value,
  label: CompletionItemKind.Property,
  word: CompletionItemKind.EnumMember,
};

/** Proposed values in their order, in front of everything else; each takes the place of the whole word at the cursor. */
export function valueItems(
  { textDocument }: LangiumDocument,
  { start, end, optional, list }: Proposals,
): CompletionItem[] {
  const range = { start: textDocument.positionAt(start), end: textDocument.positionAt(end) };
  return list.map(({ text, kind, detail, documentation }, index) => ({
    label: text,
    kind: KINDS[kind],
    detail,
    ...(documentation !== undefined && { documentation: { kind: MarkupKind.Markdown, value: documentation } }),
    filterText: text,
    sortText: `0 ${String(index).padStart(4, '0')}`,
    preselect: index === 0 && !optional,
    textEdit: { range, newText: text },
  }));
}
