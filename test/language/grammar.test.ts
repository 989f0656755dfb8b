import { createParser, EmptyFileSystem, type IParserDefinitionError, inject, LangiumParser } from 'langium';
import { createDefaultModule, createDefaultSharedModule } from 'langium/lsp';
import { afterEach, expect, test, vi } from 'vitest';
import {
  KnetGeneratedModule,
  KnetGeneratedSharedModule,
  KnetLanguageMetaData,
} from '../../language/generated/module.ts';
import { KnetLexer } from '../../language/parsing/lexer.ts';
import { KnetTokenBuilder } from '../../language/parsing/tokens.ts';
import { EXAMPLES } from './support/examples.ts';

/** The parser with all of its own checks, which the shipped one leaves out to start faster. */
function checkedParser(): LangiumParser {
  const shared = inject(createDefaultSharedModule(EmptyFileSystem), KnetGeneratedSharedModule);
  const services = inject(createDefaultModule({ shared }), KnetGeneratedModule, {
    LanguageMetaData: () => ({ ...KnetLanguageMetaData, mode: 'development' as const }),
    parser: { TokenBuilder: () => new KnetTokenBuilder(), Lexer: (all) => new KnetLexer(all) },
  });
  const parser = new LangiumParser(services);
  createParser(services.Grammar, parser, services.parser.Lexer.definition);
  parser.finalize();
  return parser;
}

afterEach(() => vi.restoreAllMocks());

test('the grammar has no definition errors and no choice that one token does not decide', () => {
  const said = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  const parser = checkedParser();
  for (const [, text] of EXAMPLES) expect(parser.parse(text).parserErrors).toEqual([]);
  const errors: IParserDefinitionError[] = parser.definitionErrors;
  expect(errors).toEqual([]);
  expect(said.mock.calls).toEqual([]);
});
