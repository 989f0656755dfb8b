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
  /** Offsets of words that no field is to be made of. */
  private aside: ReadonlySet<number> = new Set();

  constructor(services: LangiumCoreServices) {
    super(services);
    this.file = blocksOf(services.Grammar);
  }

  override tokenize(text: string, options: TokenizeOptions = DEFAULT_TOKENIZE_OPTIONS): LexerResult {
    const result = super.tokenize(text, options);
    const { tokens, notes } = repair(result.tokens, this.definition, this.file, {
      partial: options.mode === 'partial',
      aside: this.aside,
    });
    const report: KnetLexingReport = { diagnostics: [], notes, aside: this.aside };
    return { ...result, tokens, report };
  }

  /** Runs something while the words at those offsets are read as no part of a field. */
  settingAside<T>(offsets: ReadonlySet<number>, run: () => T): T {
    const before = this.aside;
    this.aside = new Set(offsets);
    try {
      return run();
    } finally {
      this.aside = before;
    }
  }
}
