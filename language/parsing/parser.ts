import {
  type AstNode,
  createParser,
  type LangiumCoreServices,
  LangiumParser,
  type ParseResult,
  type ParserOptions,
} from 'langium';
import type { KnetLexer } from './lexer.ts';
import { deferLookahead } from './lookahead.ts';

/**
 * Langium's parser, which gives up on a block when a word in it cannot be read. Here the word is set aside instead and
 * the text read again, so that a mistake costs what it stands in and no more. What went wrong is kept.
 */
export class KnetParser extends LangiumParser {
  private readonly knetLexer: KnetLexer;

  constructor(services: LangiumCoreServices) {
    super(services);
    this.knetLexer = services.parser.Lexer as KnetLexer;
    deferLookahead(this.wrapper);
  }

  override parse<T extends AstNode = AstNode>(input: string, options?: ParserOptions): ParseResult<T> {
    const errors: ParseResult['parserErrors'] = [];
    const aside = new Set<number>();
    let result = super.parse<T>(input, options);
    for (let rounds = roundsFor(input); rounds > 0; rounds--) {
      const error = result.parserErrors[0];
      const offset = error?.token.startOffset ?? Number.NaN;
      if (!error || !Number.isFinite(offset) || aside.has(offset)) break;
      errors.push(error);
      aside.add(offset);
      result = this.knetLexer.settingAside(aside, () => super.parse<T>(input, options));
    }
    // Chevrotain would keep the tokens until the next text: a twelfth of what a large file takes.
    this.wrapper.input = [];
    return { ...result, parserErrors: [...errors, ...result.parserErrors] };
  }
}

/** Reading again takes as long as reading: a large file with mistakes is not read eight times. */
const roundsFor = (input: string) => Math.min(8, Math.max(1, Math.floor(400_000 / (input.length + 1))));

/** The parser with its rules, as Langium builds its own. */
export function createKnetParser(services: LangiumCoreServices): KnetParser {
  const parser = new KnetParser(services);
  createParser(services.Grammar, parser, services.parser.Lexer.definition);
  parser.finalize();
  return parser;
}
