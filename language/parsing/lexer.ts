import {
  DEFAULT_TOKENIZE_OPTIONS,
  DefaultLexer,
  type LangiumCoreServices,
  type LexerResult,
  type TokenizeOptions,
} from 'langium';
import { type BlockKind, blocksOf } from './blocks.ts';
import type { KnetLexingReport } from './note.ts';
import { repair } from './repair.ts';

/** Langium's lexer, and behind it the reading of keywords by the block that they stand in. */
export class KnetLexer extends DefaultLexer {
  private readonly file: BlockKind;

  constructor(services: LangiumCoreServices) {
    super(services);
    this.file = blocksOf(services.Grammar);
  }

  override tokenize(text: string, options: TokenizeOptions = DEFAULT_TOKENIZE_OPTIONS): LexerResult {
    const result = super.tokenize(text, options);
    const { tokens, notes } = repair(result.tokens, this.definition, this.file, options.mode === 'partial');
    const report: KnetLexingReport = { diagnostics: [], notes };
    return { ...result, tokens, report };
  }
}
