import type { LangiumCoreServices, LangiumDocument } from 'langium';
import type { Formatter } from 'langium/lsp';
import type {
  DocumentFormattingParams,
  DocumentOnTypeFormattingOptions,
  DocumentRangeFormattingParams,
} from 'vscode-languageserver-protocol';
import type { TextEdit } from 'vscode-languageserver-types';
import { applyGaps, editsOf, type Gap, gapsOf } from './format.ts';

/**
 * Formats as `examples/` are written. A file has one form: the options of an editor (tabs, width) are not asked. A text
 * that cannot be read is left as it is.
 */
export class KnetFormatter implements Formatter {
  readonly formatOnTypeOptions: DocumentOnTypeFormattingOptions | undefined = undefined;
  private readonly lexer: LangiumCoreServices['parser']['Lexer'];

  constructor(services: LangiumCoreServices) {
    this.lexer = services.parser.Lexer;
  }

  formatDocument(document: LangiumDocument, _params?: DocumentFormattingParams): TextEdit[] {
    return editsOf(document, this.safeGaps(document) ?? []);
  }

  /** Lines that the range touches, as they are when the whole file is formatted. */
  formatDocumentRange(document: LangiumDocument, { range }: Pick<DocumentRangeFormattingParams, 'range'>): TextEdit[] {
    const { start, end } = range;
    const isEmptyLine = end.character === 0 && end.line > start.line;
    const last = isEmptyLine ? end.line - 1 : end.line;
    const from = document.textDocument.offsetAt({ line: start.line, character: 0 });
    const to = document.textDocument.offsetAt({ line: last + 1, character: 0 });
    const gaps = (this.safeGaps(document) ?? []).filter((gap) => gap.end > from && gap.offset < to);
    return editsOf(document, gaps);
  }

  formatDocumentOnType(): TextEdit[] {
    return [];
  }

  /** The formatted text; undefined for one that cannot be read. */
  format(document: LangiumDocument): string | undefined {
    const gaps = this.safeGaps(document);
    return gaps && applyGaps(document.textDocument.getText(), gaps);
  }

  /** Undefined when the new white space would make other tokens of the text: better no form than another meaning. */
  private safeGaps(document: LangiumDocument): Gap[] | undefined {
    const gaps = gapsOf(document);
    const text = document.textDocument.getText();
    if (!gaps || gaps.length === 0) return gaps;
    return this.read(applyGaps(text, gaps)) === this.read(text) ? gaps : undefined;
  }

  private read(text: string): string {
    const { tokens, hidden } = this.lexer.tokenize(text);
    return JSON.stringify([...tokens, ...hidden].map(({ image, tokenType }) => [image, tokenType.name]));
  }
}
