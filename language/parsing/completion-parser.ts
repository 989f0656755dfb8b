import { createParser, LangiumCompletionParser, type LangiumCoreServices } from 'langium';
import { deferLookahead } from './lookahead.ts';

/** Langium's parser of what stands in front of a cursor. */
class KnetCompletionParser extends LangiumCompletionParser {
  constructor(services: LangiumCoreServices) {
    super(services);
    deferLookahead(this.wrapper);
  }
}

/** The parser with its rules, as Langium builds its own. */
export function createKnetCompletionParser(services: LangiumCoreServices): LangiumCompletionParser {
  const parser = new KnetCompletionParser(services);
  createParser(services.Grammar, parser, services.parser.Lexer.definition);
  parser.finalize();
  return parser;
}
