import type { CustomPatternMatcherFunc, TokenType } from 'chevrotain';
import { DefaultTokenBuilder, type Grammar, type TokenBuilderOptions } from 'langium';

/**
 * The order in which tokens are tried: what has a shape of its own (addresses, labels, `ns/*`) as the grammar lists it,
 * then keywords, then names. A keyword gives way to a longer name (`node-a`).
 */
export class KnetTokenBuilder extends DefaultTokenBuilder {
  override buildTokens(grammar: Grammar, options?: TokenBuilderOptions): TokenType[] {
    const tokens = super.buildTokens(grammar, options) as TokenType[];
    const named = new Map(tokens.map((token) => [token.name, token]));
    const id = named.get('ID')!;
    named.get('MISSPELT')!.PATTERN = NEVER;
    Object.assign(named.get('PATH')!, { PATTERN: pathAfterKeyword, LINE_BREAKS: false, START_CHARS_HINT: ['/'] });
    for (const name of ['WILDCARD', 'QNAME']) Object.assign(named.get(name)!, { START_CHARS_HINT: WORD_STARTS });
    const terminals = tokens.filter(
      (token) => /^[A-Z][A-Z0-9_]+$/.test(token.name) && typeof token.PATTERN !== 'string',
    );
    const keywords = tokens.filter((token) => !terminals.includes(token));
    for (const keyword of keywords) keyword.LONGER_ALT = /^\w/.test(keyword.name) ? [id] : [];
    return [...terminals.filter((token) => token !== id), ...keywords, id];
  }

  /** Set above for all of them; Langium would try every keyword on every terminal. */
  protected override findLongerAlt(): TokenType[] {
    return [];
  }
}

/**
 * How a token with a lookahead in front begins. Without the hint chevrotain tries every token at every character: twice the
 * time for a whole edit.
 */
const WORD_STARTS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_'];

/** Chevrotain's own pattern for token types that only the parser's input, never the lexer, contains. */
const NEVER = /NOT_APPLICABLE/;

const PATH = /\/[^\s{}]*/y;

/** `/` and `/*` are a path behind the keyword `path` only; anywhere else they are a slash and the start of a comment. */
const pathAfterKeyword: CustomPatternMatcherFunc = (text, offset, tokens) => {
  if (tokens.at(-1)?.image !== 'path') return null;
  PATH.lastIndex = offset;
  return PATH.exec(text);
};
