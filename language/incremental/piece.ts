import {
  type AstNode,
  DefaultLexer,
  type LangiumCoreServices,
  LangiumParser,
  type Lexer,
  type LexerResult,
  type ParseResult,
} from 'langium';
import { type BlockKind, blocksOf } from '../parsing/blocks.ts';
import { type KnetLexingReport, notesOf } from '../parsing/note.ts';
import { repair } from '../parsing/repair.ts';

const NONE: ReadonlySet<number> = new Set();

/** Reads a declaration by itself, as the parser reads it within a file. */
export class PieceParser {
  readonly file: BlockKind;
  private readonly parser: LangiumParser;
  private readonly lexer: Lexer;

  constructor(services: LangiumCoreServices) {
    this.file = blocksOf(services.Grammar);
    this.parser = services.parser.LangiumParser;
    this.lexer = services.parser.Lexer;
  }

  /** Undefined when anything in the text is amiss: what a mistake spoils is decided with the whole file in view. */
  parse(text: string, rule: string, around: BlockKind): ParseResult | undefined {
    const result = this.withLexer(this.lexerIn(around), () =>
      LangiumParser.prototype.parse.call(this.parser, text, { rule }),
    );
    return isClean(result) ? result : undefined;
  }

  /** The words in front of an opening brace: names and keywords of blocks. */
  heads(text: string): Set<string> {
    const { tokens } = this.tokenize(text);
    return new Set(tokens.flatMap((token, i) => (tokens[i + 1]?.image === '{' ? token.image : [])));
  }

  private tokenize(text: string): LexerResult {
    return DefaultLexer.prototype.tokenize.call(this.lexer, text);
  }

  /** What a keyword means depends on the block around it. */
  private lexerIn(around: BlockKind): Lexer {
    const { definition } = this.lexer;
    const tokenize = (text: string): LexerResult => {
      const result = this.tokenize(text);
      const { tokens, notes } = repair(result.tokens, definition, around, { partial: false, aside: NONE });
      const report: KnetLexingReport = { diagnostics: [], notes, aside: NONE };
      return { ...result, tokens, report };
    };
    return { definition, tokenize };
  }

  /** The parser takes its tokens from the lexer that it was made with; a second parser would cost a second analysis. */
  private withLexer<T>(lexer: Lexer, run: () => T): T {
    const parser = this.parser as unknown as { lexer: Lexer };
    const { lexer: own } = parser;
    parser.lexer = lexer;
    try {
      return run();
    } finally {
      parser.lexer = own;
    }
  }
}

/** Nothing was missed, put right or set aside. */
export const isClean = ({ lexerErrors, parserErrors, lexerReport }: ParseResult<AstNode>): boolean =>
  lexerErrors.length === 0 && parserErrors.length === 0 && notesOf(lexerReport).length === 0;
